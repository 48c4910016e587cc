package contentgremlin.shelf;

import org.jspecify.annotations.Nullable;

/// Which shelves to list: months the newest first, all others by what they are sorted by.
///
/// @param everything for those who see everything; others get only what everyone may come across
/// @param after where the page before ended, or null
public record ShelfQuery(
    Shelf.Kind kind, boolean everything, Narrowing narrowing, @Nullable Key after, int limit) {
  public static final int LIMIT_MAX = 200;

  public ShelfQuery {
    if (limit < 1 || limit > LIMIT_MAX + 1) {
      throw new IllegalArgumentException("a page has 1 to " + LIMIT_MAX + " shelves: " + limit);
    }
  }

  /// What to leave out.
  public sealed interface Narrowing {
    record None() implements Narrowing {}

    record OfYear(int year) implements Narrowing {}

    /// @param genre a heading's mark
    record OfGenre(String genre) implements Narrowing {}
  }

  /// Where a page ends; the next one starts behind it.
  public record Key(String sort, long id) {
    public static Key of(Shelf shelf) {
      return new Key(shelf.sort(), shelf.id());
    }

    public static Key of(Artist artist) {
      return new Key(artist.sort(), artist.id());
    }
  }
}
