package contentgremlin.sql;

import contentgremlin.enrich.Provider;
import contentgremlin.enrich.ProviderStore;
import contentgremlin.enrich.Reply;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The budget is that of a leaky bucket: `free_at` is when all of it would be there again, and a
/// request may be sent if that is at most a burst away.
record SqlProviderStore(Session session) implements ProviderStore {
  /// The breaker opens for this long after the first failure, twice as long after the next …
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /// Single requests fail now and then; only this many in a row close a provider that did not ask
  /// for a pause itself.
  private static final int FAILURES_ALLOWED = 3;

  private static final int DOUBLINGS_MAX = 12;

  private static final String SELECT =
      "SELECT id, free_at, closed_until, failures, reason, asked, asked_at FROM provider ";

  private static final String ADD =
      """
      INSERT INTO provider (id, free_at, failures, reason, asked) VALUES (?, 0, 0, '', 0)
      ON CONFLICT (id) DO NOTHING
      """;

  private static final String TAKE =
      "UPDATE provider SET free_at = ?, asked = asked + 1, asked_at = ? WHERE id = ?";

  private static final String ANSWERED =
      """
      UPDATE provider SET closed_until = NULL, failures = 0, reason = '',
        free_at = CASE WHEN free_at < ? THEN ? ELSE free_at END
      WHERE id = ?
      """;

  private static final String FAILED =
      """
      UPDATE provider SET closed_until = ?, failures = ?, reason = ?,
        free_at = CASE WHEN free_at < ? THEN ? ELSE free_at END
      WHERE id = ?
      """;

  private static final String KEEP =
      """
      INSERT INTO reply (provider, question, media_type, body, tag, modified, at, until)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (provider, question) DO UPDATE SET media_type = excluded.media_type,
        body = excluded.body, tag = excluded.tag, modified = excluded.modified, at = excluded.at,
        until = excluded.until
      """;

  private static final String FORGET =
      """
      DELETE FROM reply WHERE (provider, question) IN (
        SELECT provider, question FROM reply WHERE until < ?
        ORDER BY until, provider, question LIMIT ?)
      """;

  private record Row(Standing standing, Instant freeAt) {}

  @Override
  public Turn take(Provider provider, Instant now) {
    session.update(ADD, provider.id());
    var row = row(provider.id());
    var closed = row.standing().closedUntil();
    if (closed != null && now.isBefore(closed)) {
      return new Turn.Closed(closed, row.standing().reason());
    }
    var interval = provider.rate().interval();
    var earliest = row.freeAt().minus(interval.multipliedBy(provider.rate().burst() - 1L));
    if (now.isBefore(earliest)) {
      return new Turn.Later(earliest);
    }
    session.update(TAKE, later(row.freeAt(), now).plus(interval), now, provider.id());
    return new Turn.Granted();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private Row row(String provider) {
    return session
        .first(
            SELECT + "WHERE id = ?",
            row -> new Row(standing(row), Columns.instant(row, "free_at")),
            provider)
        .orElseThrow();
  }

  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(
        Columns.text(row, "id"),
        Columns.findInstant(row, "closed_until"),
        row.getInt("failures"),
        Columns.text(row, "reason"),
        row.getLong("asked"),
        Columns.findInstant(row, "asked_at"));
  }

  @Override
  public void answered(Provider provider, Instant now) {
    var free = refilled(provider, now);
    session.update(ANSWERED, free, free, provider.id());
  }

  /// With a burst of one: the next request comes a whole interval after this moment, since nobody
  /// knows when in between it was counted there.
  private static Instant refilled(Provider provider, Instant now) {
    return provider.rate().burst() == 1 ? now.plus(provider.rate().interval()) : now;
  }

  @Override
  public Instant failed(Provider provider, Instant now, Duration wait, String reason) {
    session.update(ADD, provider.id());
    int failures = row(provider.id()).standing().failures() + 1;
    var pause = longer(wait, pause(failures));
    @Nullable Instant until = pause.isZero() ? null : now.plus(pause);
    var free = refilled(provider, now);
    session.update(FAILED, until, failures, reason, free, free, provider.id());
    return until == null ? now : until;
  }

  private static Duration pause(int failures) {
    if (failures < FAILURES_ALLOWED) {
      return Duration.ZERO;
    }
    int doublings = Math.min(failures - FAILURES_ALLOWED, DOUBLINGS_MAX);
    var pause = FIRST_PAUSE.multipliedBy(1L << doublings);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  @Override
  public void reopen(String provider) {
    session.update(
        "UPDATE provider SET closed_until = NULL, failures = 0, reason = '' WHERE id = ?",
        provider);
  }

  @Override
  public List<Standing> standings() {
    return session.list(SELECT + "ORDER BY id", SqlProviderStore::standing);
  }

  @Override
  public Optional<Kept> kept(String provider, String question) {
    return session.first(
        """
        SELECT media_type, body, tag, modified, at, until FROM reply
        WHERE provider = ? AND question = ?
        """,
        SqlProviderStore::kept,
        provider,
        question);
  }

  private static Kept kept(ResultSet row) throws SQLException {
    var type = row.getString("media_type");
    return new Kept(
        type == null ? null : new Reply(type, Columns.text(row, "body")),
        Columns.text(row, "tag"),
        Columns.text(row, "modified"),
        Columns.instant(row, "at"),
        Columns.instant(row, "until"));
  }

  @Override
  public void keep(String provider, String question, Kept kept) {
    var reply = kept.reply();
    session.update(
        KEEP,
        provider,
        question,
        reply == null ? null : reply.mediaType(),
        reply == null ? "" : reply.text(),
        kept.tag(),
        kept.modified(),
        kept.at(),
        kept.until());
  }

  @Override
  public int forget(Instant limit, int count) {
    return session.update(FORGET, limit, count);
  }
}
