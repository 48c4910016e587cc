package contentgremlin.extension;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Brings in what another system has, when an administrator asks for it. Run again, it MUST come to
/// the same result.
public interface Importer {
  /// Begins with the extension's id and "-".
  String id();

  /// What it imports, in a few words.
  String title();

  /// May take long: a day at most. Looks at `intake.isStopping()` now and then.
  void run(Map<String, String> options, Intake intake) throws Exception;

  /// Takes what an importer found.
  interface Intake {
    /// Puts a file into the instance as an item of nobody's, as `gremlin add` does. The same bytes
    /// are not added twice by one importer.
    ///
    /// @param visibility "public", "unlisted" or "private"
    /// @return the item's id
    String add(Path file, String title, String description, List<String> tags, String visibility)
        throws Exception;

    /// Tells what became of one record; the report keeps the first 10,000.
    void tell(String record, String outcome);

    boolean isStopping();
  }
}
