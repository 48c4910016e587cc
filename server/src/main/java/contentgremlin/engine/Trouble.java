package contentgremlin.engine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Puts failures of the file system into words for people.
public final class Trouble {
  private Trouble() {}

  /// The JDK has no type for ENOSPC and EDQUOT: only the system's words, which the C library gives
  /// in English in a process that never set a locale.
  public static boolean isFullDisk(IOException failure) {
    return isFullDisk(String.valueOf(failure.getMessage()));
  }

  /// The same in the words of a tool.
  public static boolean isFullDisk(String words) {
    return words.contains("No space left on device") || words.contains("quota exceeded");
  }

  public static String inWords(IOException failure) {
    return switch (failure) {
      case NoSuchFileException e -> "a file that should be there is missing: " + e.getMessage();
      case AccessDeniedException e -> "this program may not use " + e.getMessage();
      case FileSystemException e -> "the file system refused: " + e.getMessage();
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }
}
