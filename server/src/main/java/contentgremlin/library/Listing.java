package contentgremlin.library;

import java.util.List;

/// What there was to see when a folder was looked into. Paths of folders are relative to the root
/// and end in a slash: `"Albums/1969/"`; the root's own is the empty string.
public sealed interface Listing {
  String path();

  /// All of it was read, without any error: only then the absence of a name means anything.
  ///
  /// @param fileSystem tells the file system from others, also after it was mounted again, as far
  ///   as it can be told: from statfs(2)
  /// @param found in no particular order, without names that are nobody's business ([Ignored])
  record Folder(String path, FileStat stat, String fileSystem, List<Found> found)
      implements Listing {
    public Folder {
      found = List.copyOf(found);
    }
  }

  /// It is there, or may be, but it or something in it could not be read.
  ///
  /// @param reason the system's word and what it means: "EACCES: permission denied"
  record Unreadable(String path, String reason) implements Listing {}

  /// The folder above it was read, and has no such folder.
  record Gone(String path) implements Listing {}
}
