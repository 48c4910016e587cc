package contentgremlin.http.event;

import contentgremlin.account.Actor;
import contentgremlin.engine.EventStream;
import contentgremlin.event.Event;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.store.Database;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which messages an actor may get: those about items that it may see when the message comes. A
/// thousand listeners ask about the same item at the same time, so the newest ones are remembered
/// together with the number of the newest event: every change of an item has an event, so what was
/// read at that number is right for all events up to it. Thread-safe.
final class Sight {
  /// Items remembered; only those that something happens to are asked for.
  private static final int REMEMBERED_MAX = 512;

  private final Database database;

  private final Map<ItemId, Seen> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ItemId, Seen> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  private record Seen(long number, Optional<Item> item) {}

  Sight(Database database) {
    this.database = database;
  }

  /// @param passed the number of the last event that this listener came past
  boolean isFor(Actor actor, EventStream.Message message, long passed) {
    return switch (message) {
      case EventStream.Message.Resync _ -> true;
      case EventStream.Message.Happened(var event) ->
          actor.seesEverything() || maySee(actor, event.fact(), event.number());
      case EventStream.Message.Moved(_, var item, _, _) ->
          actor.seesEverything()
              || (item != null && find(item, passed).filter(actor::canSee).isPresent());
    };
  }

  /// Why something failed is for those who can do something about it, as everywhere else.
  boolean mayKnowWhy(Actor actor, Event event) {
    var about = event.fact().about();
    return actor.canModerate()
        || actor.seesEverything()
        || (about != null && find(about, event.number()).filter(actor::canEdit).isPresent());
  }

  private boolean maySee(Actor actor, Fact fact, long number) {
    @Nullable ItemId about = fact.about();
    if (about == null) {
      return false;
    }
    var item = find(about, number);
    if (fact instanceof Fact.ItemTrashed) {
      // Whoever saw it has to learn that it is gone.
      item = item.map(Sight::beforeTrash);
    }
    return item.filter(actor::canSee).isPresent();
  }

  private static Item beforeTrash(Item item) {
    return item.state() instanceof Item.State.Trashed(_, var before) ? item.becoming(before) : item;
  }

  private Optional<Item> find(ItemId id, long number) {
    var seen = recall(id);
    if (seen == null || seen.number() < number) {
      seen = database.read(tables -> new Seen(tables.events().newest(), tables.items().find(id)));
      remember(id, seen);
    }
    return seen.item();
  }

  private synchronized @Nullable Seen recall(ItemId id) {
    return remembered.get(id);
  }

  private synchronized void remember(ItemId id, Seen seen) {
    remembered.put(id, seen);
  }
}
