package contentgremlin.library;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A folder of a library, as it is kept.
///
/// @param id 0 for one that is not kept yet
/// @param parent 0 for the root
/// @param path below the root, with a slash at its end; empty for the root
/// @param fileSystem, `inode`, `born` tell it from another one that takes its place
/// @param fingerprint of what was in it when it was compared last; 0: it never was
/// @param gone since when it is not there; null: it is
/// @param offline null: it can be looked into, as far as known
public record Folder(
    long id,
    LibraryId library,
    long parent,
    String path,
    String fileSystem,
    long inode,
    long born,
    long fingerprint,
    @Nullable Instant gone,
    @Nullable Offline offline) {

  /// @param reason for people
  public record Offline(Instant since, String reason) {}

  /// "1969/" of "Albums/1969/"; empty for the root.
  public String name() {
    return name(path);
  }

  public static String name(String path) {
    int slash = path.lastIndexOf('/', path.length() - 2);
    return path.substring(slash + 1);
  }

  /// The path of the folder that holds this one. The root holds itself.
  public static String parent(String path) {
    return path.substring(0, path.length() - name(path).length());
  }

  public Folder compared(Listing.Folder listing, long newFingerprint) {
    return new Folder(
        id,
        library,
        parent,
        path,
        listing.fileSystem(),
        listing.stat().inode(),
        listing.stat().born(),
        newFingerprint,
        null,
        null);
  }

  /// Something in it is not as it was compared: it is to be compared again, however it looks.
  /// Whoever compares it at this moment sees by the fingerprint that what comes of that does not
  /// count.
  public Folder toBeCompared() {
    return new Folder(
        id, library, parent, path, fileSystem, inode, born, fingerprint + 1, gone, offline);
  }

  /// Should it come back, everything in it is to be looked at again.
  public Folder gone(Instant since) {
    return new Folder(id, library, parent, path, fileSystem, inode, born, 0, since, null);
  }
}
