package contentgremlin.community;

import contentgremlin.account.AccountId;
import contentgremlin.item.ItemId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Collections and what is in them.
public interface MediaCollectionStore {
  /// Which collections a listing shows.
  sealed interface Scope {
    /// The public ones.
    record Public() implements Scope {}

    /// The public ones of one person.
    record PublicOf(AccountId owner) implements Scope {}

    /// All of one person.
    record OwnedBy(AccountId owner) implements Scope {}

    record Everything() implements Scope {}
  }

  /// Where a page of a listing ended.
  record Mark(Instant created, CollectionId id) {
    public static Mark after(MediaCollection collection) {
      return new Mark(collection.created(), collection.id());
    }

    /// @return nothing if [#text()] did not write it
    public static Optional<Mark> of(String text) {
      var parts = text.split("\\.", 2);
      try {
        return parts.length < 2
            ? Optional.empty()
            : Optional.of(
                new Mark(
                    Instant.ofEpochMilli(Long.parseLong(parts[0])), new CollectionId(parts[1])));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }

    /// For an address.
    public String text() {
      return created.toEpochMilli() + "." + id.value();
    }
  }

  /// @return the collection as it is kept
  MediaCollection add(MediaCollection collection);

  Optional<MediaCollection> find(CollectionId id);

  /// Does nothing if it was removed meanwhile.
  void update(MediaCollection collection);

  /// Its items stay.
  void remove(CollectionId id);

  /// Newest first; MUST be answered from an index.
  ///
  /// @param before where the page before ended; null for the newest ones
  List<MediaCollection> list(Scope scope, @Nullable Mark before, int limit);

  /// In their order.
  ///
  /// @param after the position where the page before ended; null for the first page
  List<Collected> items(CollectionId id, @Nullable Long after, int limit);

  /// How many items are in it.
  long count(CollectionId id);

  /// Puts the item at the end.
  ///
  /// @return false if it is in it already: then nothing changes
  boolean append(CollectionId id, ItemId item, String note, Instant now);

  /// @return whether it was in it
  boolean take(CollectionId id, ItemId item);

  /// Moves the item.
  void place(CollectionId id, ItemId item, long position);
}
