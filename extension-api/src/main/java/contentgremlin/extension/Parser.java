package contentgremlin.extension;

import java.util.List;

/// Reads what the names of files and folders say, besides what the server reads there itself.
/// Called by many threads at once.
public interface Parser {
  /// For ever: it is in the rows. Begins with the extension's id and "-".
  String id();

  /// Grows when it would say something else of the same name.
  int version();

  /// At most 2 seconds.
  ///
  /// @param type of the item; see [Item#type]
  /// @param folders above the file, the outermost first; empty for what was uploaded
  /// @param name of the file
  List<Statement> parse(String type, List<String> folders, String name) throws Exception;
}
