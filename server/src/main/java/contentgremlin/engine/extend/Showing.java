package contentgremlin.engine.extend;

import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.extend.Shown;
import contentgremlin.extension.Item;
import contentgremlin.store.Database;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Has the fragments of extensions shown, for one page. Who fails shows nothing.
final class Showing {
  private static final System.Logger LOG = System.getLogger(Showing.class.getName());
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /// The group of statements that say where it was.
  private static final String PLACE = "spatial";

  private final Optional<Item> item;
  private final List<Shown> shown = new ArrayList<>();

  private Showing(Optional<Item> item) {
    this.item = item;
  }

  /// @param withPlace whether who looks may know where the item was taken
  static List<Shown> of(
      Collection<Live> live,
      Database database,
      String slot,
      contentgremlin.item.@Nullable Item item,
      boolean withPlace) {
    var showing = new Showing(Optional.ofNullable(item).map(one -> view(database, one, withPlace)));
    for (var one : live) {
      for (var fragment : one.offer().fragments()) {
        if (fragment.slot().equals(slot)) {
          showing.show(one, fragment);
        }
      }
    }
    return showing.shown;
  }

  private static Item view(Database database, contentgremlin.item.Item item, boolean withPlace) {
    return database.read(tables ->
        Views.item(
            item,
            tables.items().metadata(item.id()).stream()
                .filter(one -> withPlace || !one.group().equals(PLACE))
                .toList()));
  }

  private void show(Live one, Offer.OfFragment fragment) {
    try {
      var blocks =
          one.guard()
              .call(
                  "show a part of a page",
                  LIMIT,
                  Blame.EXTENSION,
                  _ -> Slots.taken(fragment.part().show(item)));
      if (!blocks.isEmpty()) {
        shown.add(new Shown(one.id(), blocks));
      }
    } catch (Fault e) {
      LOG.log(Level.DEBUG, "extension {0} shows nothing: {1}", one.id(), e.reason());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
