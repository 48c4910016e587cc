package contentgremlin.engine;

import contentgremlin.account.Actor;
import contentgremlin.engine.library.Likeness;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.Rendition;
import contentgremlin.shelf.Artist;
import contentgremlin.shelf.Heading;
import contentgremlin.shelf.Member;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.ShelfQuery;
import contentgremlin.shelf.ShelfStore;
import contentgremlin.store.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Albums, series and months of pictures for whoever asks, page by page: as in other listings,
/// moderators find everything, others what is public. Thread-safe.
public final class Shelves {
  /// Nobody has more albums, and nobody looks through more genres.
  public static final int ENTRIES_MAX = 1_000;

  /// Songs that are looked at for an album's cover, if the first has none.
  private static final int COVER_LOOKS_AT = 5;

  private static final String POSTER = "poster";

  private final Database database;

  public Shelves(Database database) {
    this.database = database;
  }

  /// @param hasMore whether there are more behind the last one
  public record Page<T>(List<T> entries, boolean hasMore) {
    static <T> Page<T> of(List<T> found, int limit) {
      return new Page<>(found.stream().limit(limit).toList(), found.size() > limit);
    }
  }

  /// An album and what belongs to it, besides its songs.
  public record Album(Shelf shelf, List<ShelfStore.Involved> artists, List<Heading> genres) {}

  /// A series and how many episodes each of its seasons has.
  public record Series(Shelf shelf, Map<Integer, Long> seasons) {}

  public record Discography(Artist artist, List<ShelfStore.Part> albums) {}

  public Page<Shelf> list(
      Shelf.Kind kind,
      ShelfQuery.Narrowing narrowing,
      Actor actor,
      ShelfQuery.@Nullable Key after,
      int limit) {
    var query = new ShelfQuery(kind, actor.seesEverything(), narrowing, after, limit + 1);
    return Page.of(database.read(tables -> tables.shelves().list(query)), limit);
  }

  public Optional<Album> album(long id, Actor actor) {
    return database.read(tables ->
        tables
            .shelves()
            .find(id, actor.seesEverything())
            .filter(shelf -> shelf.kind() == Shelf.Kind.ALBUM)
            .map(shelf ->
                new Album(shelf, tables.shelves().artistsOf(id), tables.shelves().genresOf(id))));
  }

  public Optional<Series> series(long id, Actor actor) {
    return database.read(tables ->
        tables
            .shelves()
            .find(id, actor.seesEverything())
            .filter(shelf -> shelf.kind() == Shelf.Kind.SERIES)
            .map(shelf -> new Series(shelf, tables.shelves().parts(id, actor.seesEverything()))));
  }

  /// @param month "2024-07"
  public Optional<Shelf> month(String month, Actor actor) {
    return database.read(tables -> tables.shelves().findMonth(month, actor.seesEverything()));
  }

  /// What stands on a shelf that the actor was given.
  ///
  /// @param part only this disc or season; null: all
  public Page<Member> members(
      Shelf shelf, Actor actor, @Nullable Integer part, Member.@Nullable Key after, int limit) {
    return Page.of(
        database.read(tables ->
            tables.shelves().members(shelf, actor.seesEverything(), part, after, limit + 1)),
        limit);
  }

  public Page<Artist> artists(Actor actor, ShelfQuery.@Nullable Key after, int limit) {
    return Page.of(
        database.read(tables -> tables.shelves().artists(actor.seesEverything(), after, limit + 1)),
        limit);
  }

  public Optional<Discography> artist(long id, Actor actor) {
    boolean everything = actor.seesEverything();
    return database.read(tables ->
        tables
            .shelves()
            .artist(id, everything)
            .map(artist ->
                new Discography(artist, tables.shelves().albumsOf(id, everything, ENTRIES_MAX))));
  }

  public List<Heading> headings(Heading.Kind kind, Actor actor) {
    return database.read(
        tables -> tables.shelves().headings(kind, actor.seesEverything(), ENTRIES_MAX));
  }

  public Optional<Heading> heading(Heading.Kind kind, String mark, Actor actor) {
    return database.read(tables -> tables.shelves().heading(kind, mark, actor.seesEverything()));
  }

  public Optional<ShelfStore.Place> placeOf(ItemId item, Actor actor) {
    return database.read(tables -> tables.shelves().placeOf(item, actor.seesEverything()));
  }

  /// Where an item stands, and what stands right beside it.
  ///
  /// @param artists who has to do with its shelf
  public record Around(
      ShelfStore.Place place,
      @Nullable Member before,
      @Nullable Member after,
      List<ShelfStore.Involved> artists) {}

  public Optional<Around> around(ItemId item, Actor actor) {
    boolean everything = actor.seesEverything();
    return database.read(tables ->
        tables
            .shelves()
            .placeOf(item, everything)
            .map(place -> around(tables, item, place, everything)));
  }

  private static Around around(
      Database.Tables tables, ItemId item, ShelfStore.Place place, boolean everything) {
    var shelf = place.shelf();
    var key = new Member.Key(place.part(), place.number(), item.value());
    return new Around(
        place,
        tables.shelves().before(shelf, everything, key).orElse(null),
        tables.shelves().members(shelf, everything, null, key, 1).stream().findFirst().orElse(null),
        shelf.kind() == Shelf.Kind.ALBUM ? tables.shelves().artistsOf(shelf.id()) : List.of());
  }

  /// @param picture of the item: "poster", or "series" for the one of the series it belongs to
  public record Cover(ItemId item, String picture) {}

  /// What stands for each of these shelves, by their numbers: the picture of a series, or the
  /// picture of the first of what is on the shelf, or of the next few, that has one.
  public Map<Long, Cover> covers(List<Shelf> shelves, Actor actor) {
    return database.read(tables -> covers(tables, shelves, actor.seesEverything()));
  }

  private static Map<Long, Cover> covers(
      Database.Tables tables, List<Shelf> shelves, boolean everything) {
    var firsts = new HashMap<ItemId, Item>();
    for (var shelf : shelves) {
      Optional.ofNullable(shelf.cover())
          .flatMap(tables.items()::find)
          .ifPresent(item -> firsts.put(item.id(), item));
    }
    var pictured = pictured(tables, List.copyOf(firsts.values()));
    var covers = new HashMap<Long, Cover>();
    for (var shelf : shelves) {
      var first = shelf.cover() == null ? null : firsts.get(shelf.cover());
      if (first != null) {
        ofSeries(tables, shelf, first)
            .or(() ->
                pictured.contains(first.id())
                    ? Optional.of(new Cover(first.id(), POSTER))
                    : ofOthers(tables, shelf, everything))
            .ifPresent(cover -> covers.put(shelf.id(), cover));
      }
    }
    return covers;
  }

  private static Optional<Cover> ofSeries(Database.Tables tables, Shelf shelf, Item first) {
    return shelf.kind() == Shelf.Kind.SERIES && Likeness.ofSeries(tables, first).isPresent()
        ? Optional.of(new Cover(first.id(), "series"))
        : Optional.empty();
  }

  private static Optional<Cover> ofOthers(Database.Tables tables, Shelf shelf, boolean everything) {
    var items =
        tables.shelves().members(shelf, everything, null, null, COVER_LOOKS_AT).stream()
            .map(Member::item)
            .toList();
    var pictured = pictured(tables, items);
    return items.stream()
        .map(Item::id)
        .filter(pictured::contains)
        .findFirst()
        .map(id -> new Cover(id, POSTER));
  }

  private static Set<ItemId> pictured(Database.Tables tables, List<Item> items) {
    var shown = Catalogue.shown(tables, items);
    return items.stream()
        .map(Item::id)
        .filter(id -> shown.getOrDefault(id, Set.of()).contains(Rendition.Kind.POSTER))
        .collect(Collectors.toSet());
  }

  /// What there is at all: for whatever is missing here, pages have no entry.
  public Set<Shelf.Kind> kinds(Actor actor) {
    return database.read(tables ->
        Stream.of(Shelf.Kind.values())
            .filter(kind -> tables.shelves().hasAny(kind, actor.seesEverything()))
            .collect(Collectors.toUnmodifiableSet()));
  }
}
