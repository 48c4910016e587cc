package contentgremlin.sql;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.EnrichmentStore;
import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.Stages;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

record SqlEnrichmentStore(Session session) implements EnrichmentStore {
  private static final String DUE =
      """
      INSERT INTO enrichment_due (item, demand, awaits)
      SELECT id, ?, '' FROM item WHERE id = ? AND trashed = 0
      ON CONFLICT (item) DO UPDATE SET awaits = '', demand = CASE
          WHEN enrichment_due.demand < excluded.demand THEN excluded.demand
          ELSE enrichment_due.demand END
        WHERE enrichment_due.demand < excluded.demand OR enrichment_due.awaits <> ''
      """;

  private static final String OUTCOME =
      "SELECT stage, outcome, mark, at, until, failures, reason FROM enrichment WHERE item = ?";

  private static final String PUT =
      """
      INSERT INTO enrichment (item, stage, outcome, mark, at, until, failures, reason)
      SELECT id, ?, ?, ?, ?, ?, ?, ? FROM item WHERE id = ?
      ON CONFLICT (item, stage) DO UPDATE SET outcome = excluded.outcome, mark = excluded.mark,
        at = excluded.at, until = excluded.until, failures = excluded.failures,
        reason = excluded.reason
      """;

  private static final String WAITED =
      """
      SELECT item, stage FROM enrichment WHERE until IS NOT NULL AND until <= ?
      ORDER BY until, item, stage LIMIT ?
      """;

  // Its mark is that of no file: whoever looks at the item next does the stage again.
  private static final String END_WAIT =
      "UPDATE enrichment SET until = NULL, mark = '' WHERE item = ? AND stage = ?";

  private static final String FAILED =
      """
      SELECT item, stage FROM enrichment WHERE stage = ? AND outcome = 'failed' AND mark <> ''
      ORDER BY item LIMIT ?
      """;

  private static final String COUNTS =
      "SELECT stage, outcome, count(*) AS number FROM enrichment GROUP BY stage, outcome";

  private static final String PUT_SWEEP =
      """
      INSERT INTO enrichment_sweep (stage, mark, number) VALUES (?, ?, ?)
      ON CONFLICT (stage) DO UPDATE SET mark = excluded.mark, number = excluded.number
      """;

  private static final String SWEPT =
      """
      SELECT number, id, type, trashed,
        CASE WHEN EXISTS (SELECT 1 FROM enrichment WHERE item = item.id AND stage = 'parse')
          THEN 1 ELSE 0 END AS known
      FROM item WHERE number > ? ORDER BY number LIMIT ?
      """;

  private static final String OFFER =
      """
      INSERT INTO candidate (item, stage, position, key_name, title, detail, score)
      SELECT id, ?, ?, ?, ?, ?, ? FROM item WHERE id = ?
      """;

  private static final String CHOOSE =
      """
      INSERT INTO choice (item, stage, key_name) SELECT id, ?, ? FROM item WHERE id = ?
      ON CONFLICT (item, stage) DO UPDATE SET key_name = excluded.key_name
      """;

  private static final double THOUSANDTHS = 1_000;

  @Override
  public void due(ItemId item, long demand, Instant now) {
    session.update(DUE, demand, item.value());
  }

  @Override
  public void addDue(List<ItemId> items, String jobKind) {
    session.insert(
        "INSERT INTO enrichment_due (item, demand, awaits) VALUES ",
        "(?, 0, ?)",
        " ON CONFLICT (item) DO NOTHING",
        items.stream().map(item -> new @Nullable Object[] {item.value(), jobKind}).toList());
  }

  @Override
  public List<Due> due(int limit) {
    return awaiting("", limit);
  }

  @Override
  public List<Due> demanded(int limit) {
    return session.list(
        """
        SELECT item, demand FROM enrichment_due WHERE awaits = '' AND demand > 0
        ORDER BY demand DESC, id LIMIT ?
        """,
        SqlEnrichmentStore::due,
        limit);
  }

  @Override
  public void await(ItemId item, String jobKind) {
    session.update("UPDATE enrichment_due SET awaits = ? WHERE item = ?", jobKind, item.value());
  }

  @Override
  public List<String> awaited() {
    var kinds = new ArrayList<String>();
    // One look into the index per kind.
    for (var next = kindAfter(""); next.isPresent(); next = kindAfter(next.get())) {
      kinds.add(next.get());
    }
    return kinds;
  }

  private Optional<String> kindAfter(String kind) {
    return session.first(
        "SELECT awaits FROM enrichment_due WHERE awaits > ? ORDER BY awaits LIMIT 1",
        row -> Columns.text(row, "awaits"),
        kind);
  }

  @Override
  public List<Due> awaiting(String jobKind, int limit) {
    return session.list(
        """
        SELECT item, demand FROM enrichment_due WHERE awaits = ?
        ORDER BY demand DESC, id LIMIT ?
        """,
        SqlEnrichmentStore::due,
        jobKind,
        limit);
  }

  private static Due due(ResultSet row) throws SQLException {
    return new Due(new ItemId(Columns.text(row, "item")), row.getLong("demand"));
  }

  @Override
  public long countDue() {
    return session.number("SELECT count(*) FROM enrichment_due");
  }

  @Override
  public void looked(ItemId item) {
    session.update("DELETE FROM enrichment_due WHERE item = ?", item.value());
  }

  @Override
  public List<Outcome> outcomes(ItemId item) {
    return session.list(OUTCOME, SqlEnrichmentStore::outcome, item.value());
  }

  @Override
  public Optional<Outcome> outcome(ItemId item, String stage) {
    return session.first(
        OUTCOME + " AND stage = ?", SqlEnrichmentStore::outcome, item.value(), stage);
  }

  private static Outcome outcome(ResultSet row) throws SQLException {
    return new Outcome(
        Columns.text(row, "stage"),
        Outcome.Kind.of(Columns.text(row, "outcome")),
        Columns.text(row, "mark"),
        Columns.instant(row, "at"),
        Columns.findInstant(row, "until"),
        row.getInt("failures"),
        Columns.text(row, "reason"));
  }

  @Override
  public void put(ItemId item, Outcome outcome) {
    session.update(
        PUT,
        outcome.stage(),
        outcome.kind().word(),
        outcome.mark(),
        outcome.at(),
        outcome.until(),
        outcome.failures(),
        outcome.reason(),
        item.value());
  }

  @Override
  public void forget(ItemId item, String stage) {
    session.update("DELETE FROM enrichment WHERE item = ? AND stage = ?", item.value(), stage);
  }

  @Override
  public Instant firstWait() {
    return session
        .first(
            "SELECT until FROM enrichment WHERE until IS NOT NULL ORDER BY until LIMIT 1",
            row -> Columns.instant(row, "until"))
        .orElse(Instant.MAX);
  }

  @Override
  public int endWaits(Instant now, int limit) {
    return end(session.list(WAITED, SqlEnrichmentStore::place, now, limit), now);
  }

  @Override
  public int endFailures(String stage, Instant now, int limit) {
    return end(session.list(FAILED, SqlEnrichmentStore::place, stage, limit), now);
  }

  private record Place(ItemId item, String stage) {}

  private static Place place(ResultSet row) throws SQLException {
    return new Place(new ItemId(Columns.text(row, "item")), Columns.text(row, "stage"));
  }

  private int end(List<Place> waits, Instant now) {
    for (var wait : waits) {
      session.update(END_WAIT, wait.item().value(), wait.stage());
      due(wait.item(), 0, now);
    }
    return waits.size();
  }

  @Override
  public List<Count> counts() {
    return session.list(
        COUNTS,
        row ->
            new Count(
                Columns.text(row, "stage"),
                Outcome.Kind.of(Columns.text(row, "outcome")),
                row.getLong("number")));
  }

  @Override
  public Optional<Sweep> sweep(String stage) {
    return session.first(
        "SELECT stage, mark, number FROM enrichment_sweep WHERE stage = ?",
        row ->
            new Sweep(Columns.text(row, "stage"), Columns.text(row, "mark"), row.getLong("number")),
        stage);
  }

  @Override
  public void put(Sweep sweep) {
    session.update(PUT_SWEEP, sweep.stage(), sweep.mark(), sweep.number());
  }

  private record Swept(long number, ItemId item, String type, boolean isTrashed, boolean isKnown) {}

  @Override
  public Sweep go(Sweep sweep, Set<MediaType> types, int limit) {
    var page =
        session.list(
            SWEPT,
            row ->
                new Swept(
                    row.getLong("number"),
                    new ItemId(Columns.text(row, "id")),
                    Columns.text(row, "type"),
                    row.getInt("trashed") == 1,
                    row.getInt("known") == 1),
            sweep.number(),
            limit);
    // What was never parsed becomes due by itself, once its file was read.
    boolean isParse = sweep.stage().equals(Stages.PARSE);
    addDue(
        page.stream()
            .filter(swept -> !swept.isTrashed() && (swept.isKnown() || isParse))
            .filter(swept -> types.contains(MediaType.of(swept.type())))
            .map(Swept::item)
            .toList(),
        Stages.kind(sweep.stage()));
    long last = page.size() < limit ? Long.MAX_VALUE : page.getLast().number();
    return new Sweep(sweep.stage(), sweep.mark(), last);
  }

  @Override
  public void offer(ItemId item, String stage, List<Candidate> candidates) {
    session.update("DELETE FROM candidate WHERE item = ? AND stage = ?", item.value(), stage);
    int position = 0;
    for (var candidate : candidates) {
      session.update(
          OFFER,
          stage,
          position++,
          candidate.key(),
          candidate.title(),
          candidate.detail(),
          (int) Math.round(candidate.score() * THOUSANDTHS),
          item.value());
    }
  }

  @Override
  public List<Candidate> candidates(ItemId item, String stage) {
    return session.list(
        """
        SELECT key_name, title, detail, score FROM candidate
        WHERE item = ? AND stage = ? ORDER BY position
        """,
        row ->
            new Candidate(
                Columns.text(row, "key_name"),
                Columns.text(row, "title"),
                Columns.text(row, "detail"),
                row.getInt("score") / THOUSANDTHS),
        item.value(),
        stage);
  }

  @Override
  public void choose(ItemId item, String stage, String key) {
    session.update(CHOOSE, stage, key, item.value());
  }

  @Override
  public Optional<String> chosen(ItemId item, String stage) {
    return session.first(
        "SELECT key_name FROM choice WHERE item = ? AND stage = ?",
        row -> Columns.text(row, "key_name"),
        item.value(),
        stage);
  }

  @Override
  public void unchoose(ItemId item, String stage) {
    session.update("DELETE FROM choice WHERE item = ? AND stage = ?", item.value(), stage);
  }
}
