package contentgremlin.engine;

import contentgremlin.account.Actor;
import contentgremlin.item.ItemId;
import contentgremlin.shelf.Artist;
import contentgremlin.shelf.Heading;
import contentgremlin.shelf.Member;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.ShelfQuery;
import contentgremlin.shelf.ShelfStore;
import contentgremlin.store.Database;
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

  /// What there is at all: for whatever is missing here, pages have no entry.
  public Set<Shelf.Kind> kinds(Actor actor) {
    return database.read(tables ->
        Stream.of(Shelf.Kind.values())
            .filter(kind -> tables.shelves().hasAny(kind, actor.seesEverything()))
            .collect(Collectors.toUnmodifiableSet()));
  }
}
