package contentgremlin.engine.extend;

import contentgremlin.event.Event;
import contentgremlin.event.Fact;
import contentgremlin.extension.Item;
import contentgremlin.extension.Listener;
import contentgremlin.extension.Said;
import contentgremlin.item.ItemId;
import contentgremlin.item.Metadata;
import contentgremlin.library.FileName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What extensions see of the server's values, and the other way round.
final class Views {
  private Views() {}

  static Item item(contentgremlin.item.Item item, List<Metadata> known) {
    return new Item(
        item.id().value(),
        item.title(),
        item.type().word(),
        item.description(),
        item.tags(),
        item.visibility().word(),
        item.state().word(),
        FileName.shown(item.source().name()),
        item.facts().duration(),
        item.created(),
        known.stream().map(Views::said).toList());
  }

  private static Said said(Metadata one) {
    return new Said(
        one.group(), one.key(), one.language(), one.value(), one.priority(), one.provider());
  }

  static Listener.Event event(Event event) {
    var item = event.fact().about();
    return new Listener.Event(
        event.number(),
        event.at(),
        event.fact().type(),
        item == null ? "" : item.value(),
        details(event.fact()));
  }

  private static Map<String, String> details(Fact fact) {
    var details = new HashMap<String, String>();
    switch (fact) {
      case Fact.ItemFailed(_, var reason) -> details.put("reason", reason);
      case Fact.ItemGrabbed(_, var grabber) -> details.put("grabber", grabber);
      case Fact.ItemDownloaded(_, var what) -> details.put("what", what);
      case Fact.JobQueued(var job, _, var kind) -> job(details, job.value(), kind);
      case Fact.JobStarted(var job, _, var kind, _) -> job(details, job.value(), kind);
      case Fact.JobSucceeded(var job, _, var kind) -> job(details, job.value(), kind);
      case Fact.JobFailed(var job, _, var kind, var reason, var again) -> {
        job(details, job.value(), kind);
        details.put("reason", reason);
        details.put("again", Boolean.toString(again));
      }
      case Fact.JobCancelled(var job, _, var kind) -> job(details, job.value(), kind);
      case Fact.AlertRaised(_, var subject, var message) -> {
        details.put("subject", subject);
        details.put("message", message);
      }
      case Fact.AlertResolved(_, var subject) -> details.put("subject", subject);
      case Fact.LibraryChanged(var library) -> details.put("library", library);
      case Fact.ItemCreated _,
          Fact.ItemChanged _,
          Fact.ItemPublished _,
          Fact.ItemTrashed _,
          Fact.ItemRestored _,
          Fact.ItemRemoved _,
          Fact.ItemParsed _,
          Fact.ItemEnded _ -> {
        // the item says it all
      }
    }
    return details;
  }

  private static void job(Map<String, String> details, long job, String kind) {
    details.put("job", Long.toString(job));
    details.put("kind", kind);
  }

  /// @throws IllegalArgumentException if it can't be an id
  static ItemId id(String id) {
    return new ItemId(Objects.requireNonNull(id));
  }
}
