package contentgremlin.library;

import contentgremlin.item.ItemId;
import contentgremlin.item.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where libraries, their folders and files are kept. Used inside a transaction of
/// [contentgremlin.store.Database]; not thread-safe by itself.
public interface LibraryStore {
  Library add(String name, String root, Visibility visibility, Instant now);

  List<Library> all();

  Optional<Library> find(LibraryId id);

  Optional<Library> find(String name);

  /// Replaces the row with the same id.
  void update(Library library);

  /// From now on it is being removed, whatever happens to the process that does it.
  void beginRemoval(LibraryId library, Instant now);

  /// Forgets it and its folders; its entries MUST be gone before.
  void remove(LibraryId library);

  /// Folders that are there, after this path, in the order of their paths.
  List<Folder> foldersAfter(LibraryId library, String path, int limit);

  /// Sub-folders in the order of their paths, without those that are gone.
  List<Folder> foldersIn(long parent, String after, int limit);

  /// Whether a file at or below this path has an item that everyone may come across.
  boolean isListed(LibraryId library, String path);

  /// The one that is there.
  Optional<Folder> folder(LibraryId library, String path);

  /// The one that was there last under this path, of those that are gone.
  Optional<Folder> goneFolder(LibraryId library, String path);

  Optional<Folder> folder(long id);

  /// Folders of all libraries that had this inode.
  List<Folder> foldersWith(long inode, long born);

  Folder add(Folder folder);

  /// Replaces the row with the same id, but not its place: for that there is [#move(Folder, Folder,
  /// String)].
  void update(Folder folder);

  /// Gives the folder and all below it another place, also in another library. If it is gone, what
  /// is now where it was MUST stay there.
  void move(Folder folder, Folder newParent, String newPath);

  void removeFolder(long id);

  /// Forgets some folders of a library, those below others first.
  ///
  /// @return how many
  int removeFolders(LibraryId library, int limit);

  /// Everything at and below this path can't be looked into. What was offline already keeps its
  /// time and reason.
  void markOffline(LibraryId library, String path, Folder.Offline offline);

  /// Everything at and below this path can be looked into again.
  void markOnline(LibraryId library, String path);

  /// Folders that are offline below one that is not; the root if all is.
  List<Folder> offline(LibraryId library, int limit);

  /// Entries of this folder that are there, by name, after this one.
  List<Entry> entries(long folder, String after, int limit);

  /// The entry that is there under this name.
  Optional<Entry> entry(long folder, String name);

  /// Those that were there under this name and are not, latest first.
  List<Entry> gone(long folder, String name);

  Optional<Entry> entry(long id);

  /// The entry whose item this is, of its own and not as a sidecar.
  Optional<Entry> entryOf(ItemId item);

  List<Entry> sidecarsOf(ItemId item);

  /// Those of this folder that are there, by name.
  List<Entry> sidecarsIn(long folder, int limit);

  /// Entries of all libraries that had this inode.
  List<Entry> entriesWith(long inode, long born, int limit);

  /// Entries of all libraries with this size and time.
  List<Entry> entriesLike(long size, long modified, int limit);

  List<Entry> entriesWithEssence(String essence, int limit);

  /// From now on another file is taken for what this one was, and has its entry. That may turn out
  /// to be wrong, when this file is met elsewhere.
  ///
  /// @param before as it was kept; must have a birth: inodes alone are given to other files
  void displace(Entry before, Instant now);

  /// The entry that was this file's, if it has been somebody else's since then or later.
  Optional<Entry> displaced(FileStat file, Instant since);

  /// Whether the entry was another file's before, as far as that is remembered.
  boolean hasDisplaced(long entry);

  /// The file has its entry back: whoever else had it since has no more right to it.
  void returned(FileStat file, long entry);

  /// @return how many
  int forgetDisplaced(Instant before, int limit);

  Entry add(Entry entry);

  /// Adds many that nobody asks for by the ids that they get.
  void addAll(List<Entry> entries);

  /// Whether any file at all is known that is gone.
  boolean hasGone();

  /// Replaces the row with the same id; MUST keep in step since when its item can't be had.
  void update(Entry entry);

  /// Keeps what came of reading an entry's file; nothing else of it changes.
  void probed(long entry, Entry.ProbeState outcome, String essence);

  void removeEntry(long id);

  /// Entries of one folder that are there from now on are not; their items can't be had.
  ///
  /// @return how many
  int markGone(long folder, Instant since);

  /// Entries that are gone, and nothing was concluded from it yet.
  List<Entry> unsettled(LibraryId library, long afterId, int limit);

  /// How many media files are gone without a conclusion, or were concluded to be missing since
  /// then.
  long countLost(LibraryId library, Instant settledSince);

  /// Entries that have been gone since then or later, and whose items were concluded to be missing.
  List<Entry> settledSince(LibraryId library, Instant since, int limit);

  /// How many media files there are.
  long countThere(LibraryId library);

  /// How many of them are still to be probed.
  long countDue(LibraryId library);

  /// Whether no file of any library is known.
  boolean isEmpty();

  /// Folders that have been gone since before that, and nothing refers to any more.
  List<Folder> emptyGone(Instant limit, int count);

  /// Entries whose items have been missing since before that.
  List<Entry> settledBefore(Instant limit, int count);

  /// What is to be probed, in the order in which it is to be done.
  List<Entry> due(int limit);

  long countDue();

  /// Files at and below this path are to be probed again: names of folders say something about what
  /// is in them.
  void probeAgain(LibraryId library, String path);

  /// What could not be probed when its turn came gets another one.
  ///
  /// @return how many
  int endPostponement();

  /// The entry's file is wanted before the others.
  void demand(ItemId item, long demand);

  /// The media file that nobody has read in full for longest, if that was before this time.
  Optional<Entry> checkedBefore(Instant limit);

  void checked(long entry, String digest, Instant at);

  /// Some entries of this library, whatever they are, for removing them all.
  List<Entry> some(LibraryId library, int limit);
}
