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

  /// @return the collection with its number
  MediaCollection add(MediaCollection collection);

  Optional<MediaCollection> find(long id);

  /// Does nothing if it was removed meanwhile.
  void update(MediaCollection collection);

  /// Its items stay.
  void remove(long id);

  /// Newest first; MUST be answered from an index.
  ///
  /// @param before null for the newest ones
  List<MediaCollection> list(Scope scope, @Nullable Long before, int limit);

  /// In their order.
  ///
  /// @param after where the page before ended; null for the first page
  List<Collected> items(long id, @Nullable Collected after, int limit);

  /// How many items are in it.
  long count(long id);

  /// Puts the item at the end.
  ///
  /// @return false if it is in it already: then nothing changes
  boolean append(long id, ItemId item, String note, Instant now);

  /// @return whether it was in it
  boolean take(long id, ItemId item);

  /// Moves the item.
  void place(long id, ItemId item, long position);
}
