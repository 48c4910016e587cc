package contentgremlin.item;

import contentgremlin.account.AccountId;
import contentgremlin.vault.Digest;
import contentgremlin.vault.UploadId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where items, their metadata and renditions are kept. Used inside a transaction of
/// [contentgremlin.store.Database]; not thread-safe by itself.
public interface ItemStore {
  void add(Item item);

  /// An item with what is said about it.
  record Described(Item item, List<Metadata> values) {
    public Described {
      values = List.copyOf(values);
    }
  }

  /// Adds many, as [#add] and [#putMetadata] would do for each.
  void addAll(List<Described> items);

  Optional<Item> find(ItemId id);

  /// Replaces the stored item with the same id; MUST keep the search index in step. Does nothing if
  /// it was removed meanwhile.
  void update(Item item);

  /// Removes the item, its tags, metadata, renditions and search entry; its files become
  /// unreferenced.
  void remove(ItemId id);

  /// Newest first; MUST be answered from an index, without a sort or a scan.
  List<Item> list(ItemQuery query);

  /// Best match first. `query` is what a person typed: words, any case; the last one may be
  /// unfinished. Only what `viewer` may find: public and published items, and (when an account is
  /// given) its own. `everything` lifts that for moderators.
  ///
  /// @param offset how many better matches to skip; at most 1,000, since a ranking has no key
  List<Item> search(
      String query, @Nullable AccountId viewer, boolean everything, int offset, int limit);

  /// Items whose original has these bytes, oldest first; trashed ones too.
  List<Item> withDigest(Digest digest);

  /// The item of a file outside every library.
  ///
  /// @param path absolute
  Optional<Item> external(String path);

  /// Whether an item's only bytes are in this upload.
  boolean needs(UploadId upload);

  /// How many items are in each state, by its word.
  Map<String, Long> countByState();

  /// Processing items without an open job; should always be empty.
  List<ItemId> stranded(int limit);

  /// Counts what contradicts the rule that every item is published, failed with a reason, or has a
  /// live job. Takes as long as there are items in work.
  ///
  /// @param leaseLimit who took a job and renewed nothing since then is gone
  Violations violations(Instant leaseLimit);

  /// Published items of our own that nothing was made from and nothing is being made from, though
  /// their kind is shown by that. Takes as long as there are items.
  long countBare();

  /// Adds statements. What a provider says replaces all that it said before in the same group, key
  /// and language; what others say stays.
  void putMetadata(ItemId item, List<Metadata> values);

  /// Replaces the item, and adds statements about it, as [#update] and [#putMetadata] would do one
  /// after the other.
  void describe(Item item, List<Metadata> values);

  /// All that this provider says of the item from now on; what it said before is forgotten.
  void putMetadata(ItemId item, String provider, List<Metadata> values);

  /// Highest priority first within group and key.
  List<Metadata> metadata(ItemId item);

  /// Adds a rendition and its files; replaces the one of the same kind, if any.
  ///
  /// @return the replaced rendition, whose files are no longer referenced; empty if the same job
  ///   puts it again
  Optional<Rendition> putRendition(Rendition rendition);

  /// Forgets the rendition of this kind with its files, if there is one.
  void removeRendition(ItemId item, Rendition.Kind kind);

  List<Rendition> renditions(ItemId item);

  Optional<Rendition> rendition(ItemId item, Rendition.Kind kind);

  /// What the item has been made into; MUST NOT read the files, since listings ask for each item.
  Set<Rendition.Kind> renditionKinds(ItemId item);

  /// What each of these items has been made into. Items without any are left out.
  default Map<ItemId, Set<Rendition.Kind>> renditionKinds(Collection<ItemId> items) {
    var kinds = new HashMap<ItemId, Set<Rendition.Kind>>();
    for (var item : items) {
      var found = renditionKinds(item);
      if (!found.isEmpty()) {
        kinds.put(item, found);
      }
    }
    return kinds;
  }

  /// Tags that public items have, most used first.
  List<String> tags(int limit);
}
