package contentgremlin.http.page;

import contentgremlin.account.AccountId;
import contentgremlin.engine.Catalogue;
import contentgremlin.item.Item;
import contentgremlin.item.MediaType;
import contentgremlin.item.Rendition;
import contentgremlin.job.Job;
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
    return database.read(tables -> known(tables, items)).stream().map(this::card).toList();
  }

  /// What the database says about an item in a listing.
  private record Known(
      Item item,
      boolean hasPicture,
      Card.@Nullable Zoom zoom,
      @Nullable String owner,
      List<Job> jobs) {}

  private static List<Known> known(Database.Tables tables, List<Item> items) {
    Map<AccountId, String> names = new HashMap<>();
    var kinds = Catalogue.shown(tables, items);
    return items.stream()
        .map(item -> {
          var made = kinds.getOrDefault(item.id(), Set.of());
          boolean isScaled = item.type() == MediaType.IMAGE && made.contains(Rendition.Kind.IMAGE);
          return new Known(
              item,
              isScaled || made.contains(Rendition.Kind.POSTER),
              isScaled ? zoom(tables, item) : null,
              owner(tables, item.owner(), names),
              item.isPublished() ? List.of() : tables.jobs().of(item.id()));
        })
        .toList();
  }

  private Card card(Known known) {
    var item = known.item();
    var work = steps.summary(item, known.jobs());
    return new Card(
        item.id().value(),
        title(item),
        item.type().word(),
        known.hasPicture() ? "/media/" + item.id().value() + "/thumbnail" : null,
        known.zoom(),
        known.owner(),
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
        .map(image -> new MediaFinder(item, List.of(image), false).media())
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
