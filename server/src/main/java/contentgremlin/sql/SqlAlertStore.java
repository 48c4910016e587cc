package contentgremlin.sql;

import contentgremlin.event.Alert;
import contentgremlin.event.AlertStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

record SqlAlertStore(Session session) implements AlertStore {
  private static final String SELECT =
      "SELECT id, kind, subject, message, at, resolved FROM alert ";

  private static final String ADD =
      """
      INSERT INTO alert (kind, subject, message, at) VALUES (?, ?, ?, ?)
      ON CONFLICT (kind, subject) WHERE resolved IS NULL DO NOTHING
      """;

  private static final String SAY =
      """
      UPDATE alert SET message = ?
      WHERE kind = ? AND subject = ? AND resolved IS NULL AND message <> ?
      """;

  private static final String RESOLVE =
      "UPDATE alert SET resolved = ? WHERE kind = ? AND subject = ? AND resolved IS NULL";

  private static final String REMOVE =
      """
      DELETE FROM alert WHERE id IN (
        SELECT id FROM alert WHERE resolved IS NOT NULL AND resolved < ?
        ORDER BY resolved LIMIT ?)
      """;

  @Override
  public boolean raise(Alert.Kind kind, String subject, String message, Instant now) {
    boolean isNew = session.update(ADD, kind.word(), subject, message, now) > 0;
    if (!isNew) {
      session.update(SAY, message, kind.word(), subject, message);
    }
    return isNew;
  }

  @Override
  public boolean resolve(Alert.Kind kind, String subject, Instant now) {
    return session.update(RESOLVE, now, kind.word(), subject) > 0;
  }

  @Override
  public Optional<Alert> findStanding(Alert.Kind kind, String subject) {
    return session.first(
        SELECT + "WHERE kind = ? AND subject = ? AND resolved IS NULL",
        SqlAlertStore::read,
        kind.word(),
        subject);
  }

  @Override
  public List<Alert> standing(long after, int limit) {
    return session.list(
        SELECT + "WHERE resolved IS NULL AND id > ? ORDER BY id LIMIT ?",
        SqlAlertStore::read,
        after,
        limit);
  }

  @Override
  public long countStanding() {
    return session.number("SELECT count(*) FROM alert WHERE resolved IS NULL");
  }

  @Override
  public List<Alert> resolved(int limit) {
    return session.list(
        SELECT + "WHERE resolved IS NOT NULL ORDER BY resolved DESC, id DESC LIMIT ?",
        SqlAlertStore::read,
        limit);
  }

  @Override
  public int removeResolved(Instant before, int limit) {
    return session.update(REMOVE, before, limit);
  }

  private static Alert read(ResultSet row) throws SQLException {
    return new Alert(
        row.getLong("id"),
        Alert.Kind.of(Columns.text(row, "kind")),
        Columns.text(row, "subject"),
        Columns.text(row, "message"),
        Columns.instant(row, "at"),
        Columns.findInstant(row, "resolved"));
  }
}
