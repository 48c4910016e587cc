package contentgremlin.http.page;

import contentgremlin.account.AccountId;
import contentgremlin.item.Item;
import contentgremlin.item.MediaType;
import contentgremlin.item.Rendition;
import contentgremlin.store.Database;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes cards of items. Thread-safe.
final class Cards {
  private final Database database;
  private final Steps steps;

  Cards(Database database, Steps steps) {
    this.database = database;
    this.steps = steps;
  }

  List<Card> of(List<Item> items) {
    return database.read(tables -> {
      Map<AccountId, String> names = new HashMap<>();
      var kinds = tables.items().renditionKinds(items.stream().map(Item::id).toList());
      return items.stream()
          .map(item -> card(tables, item, kinds.getOrDefault(item.id(), Set.of()), names))
          .toList();
    });
  }

  private Card card(
      Database.Tables tables, Item item, Set<Rendition.Kind> kinds, Map<AccountId, String> names) {
    boolean isScaled = item.type() == MediaType.IMAGE && kinds.contains(Rendition.Kind.IMAGE);
    boolean hasPicture = isScaled || kinds.contains(Rendition.Kind.POSTER);
    var work = item.isPublished() ? Steps.Summary.NONE : steps.summary(tables, item);
    return new Card(
        item.id().value(),
        title(item),
        item.type().word(),
        hasPicture ? "/media/" + item.id().value() + "/thumbnail" : null,
        isScaled ? zoom(tables, item) : null,
        owner(tables, item.owner(), names),
        badge(item),
        Texts.day(item.created()),
        item.created().toString(),
        item.visibility().word(),
        item.state().word(),
        work.note(),
        work.percent());
  }

  private static Card.@Nullable Zoom zoom(Database.Tables tables, Item item) {
    return tables
        .items()
        .rendition(item.id(), Rendition.Kind.IMAGE)
        .map(image -> new MediaFinder(item, List.of(image)).media())
        .map(media -> media instanceof Media.Picture picture ? picture : null)
        .map(it -> new Card.Zoom(it.zoom(), it.width(), it.height()))
        .orElse(null);
  }

  private static @Nullable String owner(
      Database.Tables tables, @Nullable AccountId id, Map<AccountId, String> names) {
    if (id == null) {
      return null;
    }
    var name =
        names.computeIfAbsent(
            id, it -> tables.accounts().find(it).map(account -> account.name()).orElse(""));
    return name.isEmpty() ? null : name;
  }

  private static String badge(Item item) {
    Duration duration = item.facts().duration();
    return item.type() == MediaType.VIDEO || item.type() == MediaType.AUDIO
        ? Texts.clock(duration)
        : "";
  }

  /// Every item has something to be called by.
  static String title(Item item) {
    return item.title().isBlank() ? "Untitled" : item.title();
  }
}
