package contentgremlin.engine.arrival;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/// What an I/O error means for a person.
final class Troubles {
  private Troubles() {}

  static String words(IOException e) {
    return switch (e) {
      case NoSuchFileException known -> known.getFile() + ": there is no such file";
      case AccessDeniedException known -> known.getFile() + ": the server may not read it";
      case FileSystemLoopException known -> known.getFile() + ": its links lead in a circle";
      case FileSystemException known when known.getReason() != null ->
          known.getFile() + ": " + known.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
