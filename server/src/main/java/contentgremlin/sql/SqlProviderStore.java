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

  /// A request that was granted has reached the provider by then, or will not: nobody waits longer
  /// for a connection.
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(5);

  private static final String SELECT =
      """
      SELECT id, free_at, busy_until, closed_until, failures, reason, asked, asked_at FROM provider
      """;

  private static final String ADD =
      """
      INSERT INTO provider (id, free_at, failures, reason, asked) VALUES (?, 0, 0, '', 0)
      ON CONFLICT (id) DO NOTHING
      """;

  private static final String TAKE =
      """
      UPDATE provider SET free_at = ?, busy_until = ?, asked = asked + 1, asked_at = ? WHERE id = ?
      """;

  private static final String SETTLE =
      """
      UPDATE provider SET free_at = CASE WHEN free_at < ? THEN ? ELSE free_at END,
        busy_until = NULL
      WHERE id = ?
      """;

  private static final String ANSWERED =
      """
      UPDATE provider SET closed_until = NULL, failures = 0, reason = '', refused = NULL
      WHERE id = ? AND (closed_until IS NULL OR closed_until <= ?)
      """;

  private static final String FAILED =
      "UPDATE provider SET closed_until = ?, failures = ?, reason = ? WHERE id = ?";

  private static final String REFUSED =
      """
      UPDATE provider SET closed_until = ?, failures = failures + 1, reason = ?, refused = ?
      WHERE id = ?
      """;

  private static final String FORGIVE =
      """
      UPDATE provider SET closed_until = NULL, failures = 0, reason = '', refused = NULL
      WHERE id = ? AND refused IS NOT NULL AND refused <> ?
      """;

  private static final String REOPEN =
      """
      UPDATE provider SET closed_until = NULL, failures = 0, reason = '', refused = NULL
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

  private record Row(Standing standing, Instant freeAt, @Nullable Instant busyUntil) {}

  @Override
  public Turn take(Provider provider, Instant now) {
    session.update(ADD, provider.id());
    var row = row(provider.id());
    var closed = row.standing().closedUntil();
    if (closed != null && now.isBefore(closed)) {
      return new Turn.Closed(closed, row.standing().reason());
    }
    var interval = provider.rate().interval();
    var within = row.freeAt().minus(interval.multipliedBy(provider.rate().burst() - 1L));
    var busy = row.busyUntil();
    var earliest = busy == null ? within : later(within, busy);
    if (now.isBefore(earliest)) {
      return new Turn.Later(earliest);
    }
    var free = later(row.freeAt(), now).plus(interval);
    session.update(TAKE, free, now.plus(ON_ITS_WAY), now, provider.id());
    return new Turn.Granted();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private Row row(String provider) {
    return session
        .first(
            SELECT + "WHERE id = ?",
            row ->
                new Row(
                    standing(row),
                    Columns.instant(row, "free_at"),
                    Columns.findInstant(row, "busy_until")),
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
    settle(provider, now);
    session.update(ANSWERED, provider.id(), now);
  }

  /// Nobody knows when in between it was counted there, so it counts as sent now.
  private void settle(Provider provider, Instant now) {
    session.update(ADD, provider.id());
    var free = now.plus(provider.rate().interval());
    session.update(SETTLE, free, free, provider.id());
  }

  @Override
  public Instant failed(Provider provider, Instant now, Duration wait, String reason) {
    settle(provider, now);
    int failures = row(provider.id()).standing().failures() + 1;
    var pause = longer(wait, pause(failures));
    @Nullable Instant until = pause.isZero() ? null : now.plus(pause);
    session.update(FAILED, until, failures, reason, provider.id());
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
  public void refused(Provider provider, String key, Instant now, Instant until, String reason) {
    settle(provider, now);
    session.update(REFUSED, until, reason, key, provider.id());
  }

  @Override
  public boolean forgive(String provider, String key) {
    return session.update(FORGIVE, provider, key) > 0;
  }

  @Override
  public void reopen(String provider) {
    session.update(REOPEN, provider);
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
  public void forget(String provider, String question) {
    session.update("DELETE FROM reply WHERE provider = ? AND question = ?", provider, question);
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
