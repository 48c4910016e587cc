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
  /// All that is known of something of which nothing can be told.
  public static final FileStat UNKNOWN = new FileStat(Kind.UNKNOWN, 0, 0, 0, 0, 0, 0);

  /// Whether both are of one file or folder, whatever became of its name and its bytes; as far as
  /// the disk was not mounted again in between.
  public boolean isSameFileAs(FileStat other) {
    return inode == other.inode && device == other.device && born == other.born;
  }

  public enum Kind {
    FILE,
    FOLDER,
    /// A symbolic link: nobody goes where it leads.
    LINK,
    /// A socket, a pipe, a device.
    OTHER,
    /// It is there, but at this moment nobody can say what it is: the system answered with an
    /// error, or a file is still being written, of which the monitor will tell when it is whole.
    /// What was known of it stays as it is, what was not known stays unknown. All numbers are 0.
    UNKNOWN
  }
}
