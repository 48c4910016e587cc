package contentgremlin.http.page;

import contentgremlin.account.Actor;
import contentgremlin.engine.Shelves;
import contentgremlin.shelf.Shelf;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes cards of albums and series. Thread-safe.
final class ShelfCards {
  private final Shelves shelves;

  ShelfCards(Shelves shelves) {
    this.shelves = shelves;
  }

  List<ShelfCard> of(List<Shelf> found, Actor actor) {
    var covers = shelves.covers(found, actor);
    return found.stream()
        .map(shelf -> card(shelf, address(covers.get(shelf.id())), actor))
        .toList();
  }

  /// The address of the picture that stands for a shelf, or null.
  @Nullable String cover(Shelf shelf, Actor actor) {
    return address(shelves.covers(List.of(shelf), actor).get(shelf.id()));
  }

  private static @Nullable String address(Shelves.@Nullable Cover cover) {
    return cover == null ? null : "/media/" + cover.item().value() + "/" + cover.picture();
  }

  private static ShelfCard card(Shelf shelf, @Nullable String cover, Actor actor) {
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
