package contentgremlin.install;

import java.io.IOException;
import java.util.List;

/// Looks for folders in which people keep media. Only looks.
public interface MediaFolders {
  /// No more are ever suggested.
  int FOLDERS_MAX = 30;

  /// Those that are there, can be read and hold something.
  List<Suggestion> look() throws IOException;
}
