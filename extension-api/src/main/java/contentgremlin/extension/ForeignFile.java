package contentgremlin.extension;

import java.io.IOException;

/// A file of another server. The server opens it when it takes it over, and looks then whether it
/// still lies where it was found.
public interface ForeignFile {
  String name();

  /// What it says, as UTF-8.
  ///
  /// @throws IOException if it can't be read, or has more than 16 MiB
  String text() throws IOException;
}
