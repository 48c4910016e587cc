package contentgremlin.extension;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A folder of another server's files. Whatever paths and links say, nothing outside of it is ever
/// reached, and nothing is written.
public interface ForeignFolder {
  /// A folder below it; files that are found in that one lie below that one.
  ///
  /// @return empty if there is none
  Optional<ForeignFolder> folder(List<String> path) throws IOException;

  /// @param path the names of folders and of the file
  Found file(List<String> path) throws IOException;

  /// What lies directly in it, in the order of names; at most 100,000.
  List<String> names() throws IOException;

  /// What came of looking for a file.
  sealed interface Found {
    record At(ForeignFile file) implements Found {}

    record Missing() implements Found {}

    /// The path has no parts, or is one empty name.
    record Nothing() implements Found {}

    /// It is none, or leads out of the folder: somebody meant it to, perhaps.
    record Refused(String why) implements Found {}
  }
}
