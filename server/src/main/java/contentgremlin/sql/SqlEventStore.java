package contentgremlin.sql;

import contentgremlin.event.Alert;
import contentgremlin.event.Event;
import contentgremlin.event.EventStore;
import contentgremlin.event.Fact;
import contentgremlin.item.ItemId;
import contentgremlin.job.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

record SqlEventStore(Session session) implements EventStore {
  private static final String APPEND =
      "INSERT INTO event (at, type, item, job, kind, attempt, reason, again, subject) VALUES ";

  private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String AFTER =
      """
      SELECT number, at, type, item, job, kind, attempt, reason, again, subject FROM event
      WHERE number > ? ORDER BY number LIMIT ?
      """;

  // Looks only at the oldest ones: they are the first by number, too.
  private static final String REMOVE =
      """
      DELETE FROM event WHERE number IN (
        SELECT number FROM (SELECT number, at FROM event ORDER BY number LIMIT ?) AS oldest
        WHERE at < ?)
      AND number < (SELECT max(number) FROM event)
      """;

  @Override
  public void append(Fact fact, Instant now) {
    appendAll(List.of(fact), now);
  }

  @Override
  public void appendAll(List<Fact> facts, Instant now) {
    session.insert(APPEND, ROW, "", facts.stream().map(fact -> row(fact, now)).toList());
  }

  private static @Nullable Object[] row(Fact fact, Instant now) {
    var details = Details.of(fact);
    return new @Nullable Object[] {
      now,
      fact.type(),
      Columns.value(fact.about()),
      details.job(),
      details.kind(),
      details.attempt(),
      details.reason(),
      details.again(),
      details.subject()
    };
  }

  @Override
  public List<Event> after(long number, int limit) {
    return session.list(AFTER, SqlEventStore::read, number, limit);
  }

  @Override
  public long newest() {
    return session.number("SELECT max(number) FROM event");
  }

  @Override
  public long oldest() {
    return session.number("SELECT min(number) FROM event");
  }

  @Override
  public int removeBefore(Instant before, int limit) {
    return session.update(REMOVE, limit, before);
  }

  private static Event read(ResultSet row) throws SQLException {
    return new Event(
        row.getLong("number"),
        Columns.instant(row, "at"),
        readFact(row, Columns.text(row, "type")));
  }

  private static Fact readFact(ResultSet row, String type) throws SQLException {
    var item = Columns.findItem(row, "item");
    var job = new JobId(row.getLong("job"));
    var kind = Columns.text(row, "kind");
    var reason = Columns.text(row, "reason");
    return switch (type) {
      case "item.created" -> new Fact.ItemCreated(known(item));
      case "item.changed" -> new Fact.ItemChanged(known(item));
      case "item.published" -> new Fact.ItemPublished(known(item));
      case "item.failed" -> new Fact.ItemFailed(known(item), reason);
      case "item.trashed" -> new Fact.ItemTrashed(known(item));
      case "item.restored" -> new Fact.ItemRestored(known(item));
      case "item.removed" -> new Fact.ItemRemoved(known(item));
      case "item.parsed" -> new Fact.ItemParsed(known(item));
      case "item.grabbed" -> new Fact.ItemGrabbed(known(item), kind);
      case "item.downloaded" -> new Fact.ItemDownloaded(known(item), kind);
      case "item.ended" -> new Fact.ItemEnded(known(item));
      case "job.queued" -> new Fact.JobQueued(job, item, kind);
      case "job.started" -> new Fact.JobStarted(job, item, kind, row.getInt("attempt"));
      case "job.succeeded" -> new Fact.JobSucceeded(job, item, kind);
      case "job.failed" -> new Fact.JobFailed(job, item, kind, reason, row.getInt("again") == 1);
      case "job.cancelled" -> new Fact.JobCancelled(job, item, kind);
      case "alert.raised" ->
          new Fact.AlertRaised(Alert.Kind.of(kind), Columns.text(row, "subject"), reason);
      case "alert.resolved" ->
          new Fact.AlertResolved(Alert.Kind.of(kind), Columns.text(row, "subject"));
      case "library.changed" -> new Fact.LibraryChanged(Columns.text(row, "subject"));
      default -> throw new IllegalStateException("unknown event in the database: " + type);
    };
  }

  private static ItemId known(@Nullable ItemId item) {
    if (item == null) {
      throw new IllegalStateException("an item's event in the database names no item");
    }
    return item;
  }

  /// What a fact says besides its type and item.
  private record Details(
      @Nullable Long job,
      @Nullable String kind,
      @Nullable Integer attempt,
      @Nullable String reason,
      @Nullable Boolean again,
      @Nullable String subject) {

    static Details of(Fact fact) {
      return switch (fact) {
        case Fact.ItemCreated _,
            Fact.ItemChanged _,
            Fact.ItemPublished _,
            Fact.ItemTrashed _,
            Fact.ItemRestored _,
            Fact.ItemRemoved _,
            Fact.ItemParsed _,
            Fact.ItemEnded _ ->
            new Details(null, null, null, null, null, null);
        case Fact.ItemFailed(_, var reason) -> new Details(null, null, null, reason, null, null);
        case Fact.ItemGrabbed(_, var grabber) -> new Details(null, grabber, null, null, null, null);
        case Fact.ItemDownloaded(_, var what) -> new Details(null, what, null, null, null, null);
        case Fact.JobQueued(var job, _, var kind) -> job(job, kind);
        case Fact.JobStarted(var job, _, var kind, var attempt) ->
            new Details(job.value(), kind, attempt, null, null, null);
        case Fact.JobSucceeded(var job, _, var kind) -> job(job, kind);
        case Fact.JobFailed(var job, _, var kind, var reason, var again) ->
            new Details(job.value(), kind, null, reason, again, null);
        case Fact.JobCancelled(var job, _, var kind) -> job(job, kind);
        case Fact.AlertRaised(var kind, var subject, var message) ->
            new Details(null, kind.word(), null, message, null, subject);
        case Fact.AlertResolved(var kind, var subject) ->
            new Details(null, kind.word(), null, null, null, subject);
        case Fact.LibraryChanged(var library) -> new Details(null, null, null, null, null, library);
      };
    }

    private static Details job(JobId job, String kind) {
      return new Details(job.value(), kind, null, null, null, null);
    }
  }
}
