package contentgremlin.engine.arrival;

import contentgremlin.extension.Importer;
import contentgremlin.extension.Intake;
import java.io.IOException;
import java.util.List;

/// Who can import. Thread-safe.
public interface Importers {
  /// Those at work now, in the order of their names.
  List<Offered> offered();

  /// Why nobody of this name is among them, in words that name what could be; for a person.
  String absence(String name);

  /// One that is at work.
  ///
  /// @param id what it is called
  record Offered(String id, String title, List<Importer.Option> options, Running running) {
    public Offered {
      options = List.copyOf(options);
    }
  }

  /// Has it run.
  interface Running {
    /// Returns when it has ended, or was given up.
    ///
    /// @throws IOException with the importer's own words, or those of whoever ended it
    void run(Importer.Source source, Intake intake) throws IOException, InterruptedException;

    /// Whether it is still wanted: nobody has switched it off meanwhile.
    boolean isWanted();
  }
}
