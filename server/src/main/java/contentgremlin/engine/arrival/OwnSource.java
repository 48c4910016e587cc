package contentgremlin.engine.arrival;

import contentgremlin.arrival.OpenDatabase;
import contentgremlin.extension.ForeignDatabase;
import contentgremlin.extension.ForeignFolder;
import contentgremlin.extension.Importer;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Opens what one run reads, when it is asked for. Thread-safe: whoever closes it may be another
/// thread than the importer's.
final class OwnSource implements Importer.Source, AutoCloseable {
  private final Map<String, String> options;
  private final OpenDatabase.Opener opener;
  private @Nullable OpenDatabase database;
  private boolean isClosed;

  OwnSource(Map<String, String> options, OpenDatabase.Opener opener) {
    this.options = options;
    this.opener = opener;
  }

  @Override
  public String text(String option) {
    return options.getOrDefault(option, "");
  }

  /// There is one at most, see the check of what importers offer.
  @Override
  public synchronized ForeignDatabase database(String option) throws IOException {
    var address = given(option);
    if (isClosed) {
      throw new IOException("the import is over");
    }
    if (database == null) {
      database = opener.open(address);
    }
    return database;
  }

  @Override
  public ForeignFolder folder(String option) throws IOException {
    var text = given(option);
    try {
      return OwnFolder.at(Path.of(text));
    } catch (InvalidPathException e) {
      throw new IOException(text + " is no path", e);
    }
  }

  private String given(String option) throws IOException {
    var text = text(option);
    if (text.isEmpty()) {
      throw new IOException("--" + option + " was not given");
    }
    return text;
  }

  @Override
  public synchronized void close() throws IOException {
    isClosed = true;
    if (database != null) {
      database.close();
      database = null;
    }
  }
}
