package contentgremlin.http.page;

import contentgremlin.account.Actor;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaType;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.shelf.Shelf;
import contentgremlin.store.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes cards of albums and series, and finds the pictures that stand for items. Thread-safe.
final class ShelfCards {
  private final Database database;

  ShelfCards(Database database) {
    this.database = database;
  }

  List<ShelfCard> of(List<Shelf> shelves, Actor actor) {
    var covers = covers(shelves.stream().map(Shelf::cover).filter(Objects::nonNull).toList());
    return shelves.stream().map(shelf -> card(shelf, covers, actor)).toList();
  }

  /// The address of the picture that stands for a shelf, or null.
  @Nullable String cover(Shelf shelf) {
    var item = shelf.cover();
    return item == null ? null : covers(List.of(item)).get(item);
  }

  private Map<ItemId, String> covers(List<ItemId> items) {
    return database.read(tables -> {
      var kinds = tables.items().renditionKinds(items);
      var covers = new HashMap<ItemId, String>();
      for (var id : items) {
        tables
            .items()
            .find(id)
            .map(item -> picture(item, kinds.getOrDefault(id, Set.of()), "poster"))
            .ifPresent(address -> covers.put(id, address));
      }
      return covers;
    });
  }

  /// The address of an item's picture, or null. Those of files in libraries are made when they are
  /// asked for.
  ///
  /// @param size "poster" or "thumbnail"
  static @Nullable String picture(Item item, Set<Rendition.Kind> kinds, String size) {
    boolean isMade =
        kinds.contains(Rendition.Kind.POSTER)
            || (item.type() == MediaType.IMAGE && kinds.contains(Rendition.Kind.IMAGE));
    boolean isMirrored =
        item.source() instanceof Source.Mirrored && item.type() != MediaType.DOCUMENT;
    return isMade || isMirrored ? "/media/" + item.id().value() + "/" + size : null;
  }

  private static ShelfCard card(Shelf shelf, Map<ItemId, String> covers, Actor actor) {
    var cover = shelf.cover() == null ? null : covers.get(shelf.cover());
    long count = actor.seesEverything() ? shelf.total() : shelf.listed();
    var year = shelf.year() == 0 ? "" : String.valueOf(shelf.year());
    return switch (shelf.kind()) {
      case ALBUM ->
          new ShelfCard(
              "/albums/" + shelf.id(),
              shelf.title(),
              cover,
              joined(shelf.maker(), year),
              null,
              Texts.count(count, "track"),
              Icon.DISC);
      case SERIES ->
          new ShelfCard(
              "/series/" + shelf.id(),
              shelf.title(),
              cover,
              year,
              null,
              Texts.count(count, "episode"),
              Icon.SCREEN);
      case MONTH ->
          new ShelfCard(
              "/photos/" + shelf.title(),
              Months.name(shelf.title()),
              cover,
              "",
              null,
              Texts.count(count, "picture"),
              Icon.IMAGE);
    };
  }

  static String joined(String... words) {
    return Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" · "));
  }
}
