package contentgremlin.http.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.engine.EventStream;
import contentgremlin.event.Alert;
import contentgremlin.event.Event;
import contentgremlin.event.Fact;
import contentgremlin.item.ItemId;
import contentgremlin.job.JobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// How a message looks on the wire: the fields of an event stream (HTML standard section 9.2), its
/// data one line of JSON.
final class EventText {
  static final String PROGRESS = "job.progress";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private EventText() {}

  private record Happened(
      long number,
      Instant at,
      String type,
      @Nullable String item,
      @Nullable Long job,
      @Nullable String kind,
      @Nullable Integer attempt,
      @Nullable String reason,
      @Nullable Boolean again,
      @Nullable String subject) {}

  private record Moved(
      long job,
      @Nullable String item,
      String kind,
      @Nullable Double fraction,
      @Nullable Double speed,
      @Nullable Long remainingSeconds) {}

  private record Resync(long newest) {}

  static boolean hasReason(Event event) {
    return event.fact() instanceof Fact.ItemFailed || event.fact() instanceof Fact.JobFailed;
  }

  /// @param withReason whether the listener may know why something failed
  static String of(EventStream.Message message, boolean withReason) {
    return switch (message) {
      case EventStream.Message.Happened(var event) ->
          text(event.fact().type(), event.number(), happened(event, withReason));
      case EventStream.Message.Moved moved -> text(PROGRESS, 0, moved(moved));
      case EventStream.Message.Resync(var newest) -> text("resync", newest, new Resync(newest));
    };
  }

  private static String text(String type, long number, Object data) {
    var id = number > 0 ? "id: " + number + "\n" : "";
    return "event: " + type + "\n" + id + "data: " + JSON.writeValueAsString(data) + "\n\n";
  }

  private static Happened happened(Event event, boolean withReason) {
    return switch (event.fact()) {
      case Fact.ItemFailed(var item, var reason) -> ofItem(event, item, withReason ? reason : null);
      case Fact.ItemCreated(var item) -> ofItem(event, item, null);
      case Fact.ItemChanged(var item) -> ofItem(event, item, null);
      case Fact.ItemPublished(var item) -> ofItem(event, item, null);
      case Fact.ItemTrashed(var item) -> ofItem(event, item, null);
      case Fact.ItemRestored(var item) -> ofItem(event, item, null);
      case Fact.ItemRemoved(var item) -> ofItem(event, item, null);
      case Fact.ItemParsed(var item) -> ofItem(event, item, null);
      case Fact.ItemGrabbed(var item, var grabber) -> ofStage(event, item, grabber);
      case Fact.ItemDownloaded(var item, var what) -> ofStage(event, item, what);
      case Fact.ItemEnded(var item) -> ofItem(event, item, null);
      case Fact.JobQueued(var job, _, var kind) -> ofJob(event, job, kind, null, null, null);
      case Fact.JobStarted(var job, _, var kind, var attempt) ->
          ofJob(event, job, kind, attempt, null, null);
      case Fact.JobSucceeded(var job, _, var kind) -> ofJob(event, job, kind, null, null, null);
      case Fact.JobFailed(var job, _, var kind, var reason, var again) ->
          ofJob(event, job, kind, null, withReason ? reason : null, again);
      case Fact.JobCancelled(var job, _, var kind) -> ofJob(event, job, kind, null, null, null);
      case Fact.AlertRaised(var kind, var subject, var message) ->
          ofAlert(event, kind, subject, message);
      case Fact.AlertResolved(var kind, var subject) -> ofAlert(event, kind, subject, null);
      case Fact.LibraryChanged(var library) -> ofLibrary(event, library);
    };
  }

  private static Happened ofItem(Event event, ItemId item, @Nullable String reason) {
    return new Happened(
        event.number(),
        event.at(),
        event.fact().type(),
        item.value(),
        null,
        null,
        null,
        reason,
        null,
        null);
  }

  private static Happened ofStage(Event event, ItemId item, String kind) {
    return new Happened(
        event.number(),
        event.at(),
        event.fact().type(),
        item.value(),
        null,
        kind,
        null,
        null,
        null,
        null);
  }

  private static Happened ofAlert(
      Event event, Alert.Kind kind, String subject, @Nullable String message) {
    return new Happened(
        event.number(),
        event.at(),
        event.fact().type(),
        null,
        null,
        kind.word(),
        null,
        message,
        null,
        subject);
  }

  private static Happened ofLibrary(Event event, String library) {
    return new Happened(
        event.number(),
        event.at(),
        event.fact().type(),
        null,
        null,
        null,
        null,
        null,
        null,
        library);
  }

  private static Happened ofJob(
      Event event,
      JobId job,
      String kind,
      @Nullable Integer attempt,
      @Nullable String reason,
      @Nullable Boolean again) {
    var item = event.fact().about();
    return new Happened(
        event.number(),
        event.at(),
        event.fact().type(),
        item == null ? null : item.value(),
        job.value(),
        kind,
        attempt,
        reason,
        again,
        null);
  }

  private static Moved moved(EventStream.Message.Moved moved) {
    var item = moved.item();
    var progress = moved.progress();
    var remaining = progress.remaining();
    return new Moved(
        moved.job().value(),
        item == null ? null : item.value(),
        moved.kind(),
        progress.fraction() < 0 ? null : progress.fraction(),
        progress.speed() <= 0 ? null : progress.speed(),
        remaining == null ? null : remaining.toSeconds());
  }
}
