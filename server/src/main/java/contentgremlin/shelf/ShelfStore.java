package contentgremlin.shelf;

import contentgremlin.item.ItemId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where items of libraries stand. Used inside a transaction of [contentgremlin.store.Database];
/// not thread-safe by itself.
///
/// The flag `everything` is for those who see everything; all others get only what everyone may
/// come across, and a shelf without any such item does not exist for them.
public interface ShelfStore {
  /// @param standing null if it stands nowhere
  record Placed(ItemId item, @Nullable Standing standing) {}

  /// Puts items where they stand, many at once: what follows for their shelves is then found out
  /// once. Items that are not there are left out; those that stand there already cost one look.
  ///
  /// What comes out is the same whatever order items come in. A shelf keeps its id when most of
  /// what stood on it goes to the same other place.
  void put(List<Placed> items);

  /// Takes the item from its shelf. MUST come before the item itself goes.
  void remove(ItemId item);

  /// Looks again at who may see the item. Whoever changes that other than by
  /// [contentgremlin.item.ItemStore#update] MUST call it.
  void review(ItemId item);

  Optional<Shelf> find(long id, boolean everything);

  /// @param month "2024-07"
  Optional<Shelf> findMonth(String month, boolean everything);

  List<Shelf> list(ShelfQuery query);

  boolean hasAny(Shelf.Kind kind, boolean everything);

  /// In the order in which they stand; a month's the newest first.
  ///
  /// @param part only this one, or null
  /// @param after where the page before ended, or null
  List<Member> members(
      Shelf shelf,
      boolean everything,
      @Nullable Integer part,
      Member.@Nullable Key after,
      int limit);

  /// What stands right before this place, as [#members] lists it.
  Optional<Member> before(Shelf shelf, boolean everything, Member.Key place);

  /// Discs or seasons in their order, and how many items each has.
  Map<Integer, Long> parts(long shelf, boolean everything);

  /// Where an item stands, if that may be shown: its shelf, part and number.
  Optional<Place> placeOf(ItemId item, boolean everything);

  /// @param artists who is on this song
  record Place(Shelf shelf, int part, long number, long last, List<String> artists) {
    public Place {
      artists = List.copyOf(artists);
    }
  }

  /// Those with albums of their own.
  List<Artist> artists(boolean everything, ShelfQuery.@Nullable Key after, int limit);

  Optional<Artist> artist(long id, boolean everything);

  /// Albums that somebody has to do with and how, the oldest first.
  List<Part> albumsOf(long artist, boolean everything, int limit);

  record Part(Shelf shelf, Set<Role> roles) {}

  /// Who has to do with an album, in the order of their names.
  List<Involved> artistsOf(long shelf);

  record Involved(long artist, String name, Role role) {}

  List<Heading> genresOf(long shelf);

  /// Genres in the order of their names, or years, the latest first.
  List<Heading> headings(Heading.Kind kind, boolean everything, int limit);

  Optional<Heading> heading(Heading.Kind kind, String mark, boolean everything);
}
