package contentgremlin.sql;

import contentgremlin.vault.Verification;
import contentgremlin.vault.VerificationStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

record SqlVerificationStore(Session session) implements VerificationStore {
  private static final String SELECT =
      "SELECT id, started, repair, ended, outcome FROM verification ";

  private static final String AGAIN =
      """
      UPDATE verification SET started = ?, repair = CASE WHEN ? = 1 THEN 1 ELSE repair END
      WHERE ended IS NULL
      """;

  @Override
  public Verification begin(boolean repair, Instant now) {
    if (session.update(AGAIN, now, repair) == 0) {
      session.update(
          "INSERT INTO verification (started, repair, outcome) VALUES (?, ?, '')", now, repair);
    }
    return open().orElseThrow();
  }

  @Override
  public Optional<Verification> open() {
    return session.first(
        SELECT + "WHERE ended IS NULL ORDER BY id LIMIT 1", SqlVerificationStore::read);
  }

  @Override
  public Optional<Verification> find(long id) {
    return session.first(SELECT + "WHERE id = ?", SqlVerificationStore::read, id);
  }

  @Override
  public Optional<Verification> newest() {
    return session.first(SELECT + "ORDER BY id DESC LIMIT 1", SqlVerificationStore::read);
  }

  @Override
  public boolean end(Verification seen, Map<String, String> outcome, Instant now) {
    return session.update(
            """
            UPDATE verification SET ended = ?, outcome = ?
            WHERE id = ? AND started = ? AND repair = ? AND ended IS NULL
            """,
            now,
            Texts.join(outcome),
            seen.id(),
            seen.started(),
            seen.repair())
        > 0;
  }

  private static Verification read(ResultSet row) throws SQLException {
    return new Verification(
        row.getLong("id"),
        Columns.instant(row, "started"),
        row.getInt("repair") == 1,
        Columns.findInstant(row, "ended"),
        Texts.split(Columns.text(row, "outcome")));
  }
}
