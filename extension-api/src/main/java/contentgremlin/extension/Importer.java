package contentgremlin.extension;

import java.io.IOException;
import java.util.List;

/// Brings in what another server has, when the operator asks for it by `gremlin import`. The source
/// is only read. Run again, it MUST hand over the same records with the same keys: the server
/// remembers each, so that a second run changes nothing, and one that was interrupted goes on.
public interface Importer {
  /// What `gremlin import` calls it, for ever, since records are remembered by it: the extension's
  /// id, or begins with it and "-".
  String id();

  /// What it imports, in a few words.
  String title();

  /// What it needs to be told, at most 20. The server adds its own: `--dry-run`,
  /// `--administrators`, `--visibility`, `--user`.
  List<Option> options();

  /// Reads all that there is, and hands it over, record by record: people, what they added, what
  /// they put together, what they said, so that each is there before others speak of it. One thread
  /// does it all. May take long: a day at most, besides what the intake takes.
  ///
  /// @throws IOException if the source can't be read: with words for the operator. It never
  ///   switches the extension off
  void run(Source source, Intake intake) throws Exception;

  /// @param name small letters, digits and "-"; the operator writes it with "--" before it
  /// @param kind of its value: [#DATABASE], [#FOLDER] or [#TEXT]
  /// @param meaning in a sentence
  record Option(String name, String kind, boolean required, String meaning) {
    /// A file of SQLite, or the address of a PostgreSQL database; see [Source#database].
    public static final String DATABASE = "database";

    /// A folder on the server's machine; see [Source#folder].
    public static final String FOLDER = "folder";

    /// Anything; see [Source#text].
    public static final String TEXT = "text";
  }

  /// What the operator named. It is opened when it is asked for, and closed when the run ends.
  interface Source {
    /// The empty string if it was not given.
    String text(String option);

    /// @throws IOException if it can't be read, is none, or was not given
    ForeignDatabase database(String option) throws IOException;

    /// @throws IOException if it can't be read, is none, or was not given
    ForeignFolder folder(String option) throws IOException;
  }
}
