package contentgremlin.library;

/// What statx(2) tells of a file, a folder or something else in a tree; links are not followed.
///
/// @param device the file system, until the next mount: major number << 32 | minor number
/// @param born nanoseconds since 1970 when the inode came to be; 0 where the file system can't say.
///   Inode numbers are given again to other files; together with this they are not
/// @param size bytes; of folders 0
/// @param modified nanoseconds since 1970; may be long ago or in the future
/// @param links how many names this file has
public record FileStat(
    Kind kind, long device, long inode, long born, long size, long modified, int links) {
  public enum Kind {
    FILE,
    FOLDER,
    /// A symbolic link: nobody goes where it leads.
    LINK,
    /// A socket, a pipe, a device.
    OTHER
  }
}
