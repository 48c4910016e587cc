package contentgremlin.extend;

import contentgremlin.extension.Extension;
import java.util.List;

/// Where jars of extensions lie.
public interface Shelf {
  /// All that lie there, in the order of their names; those of the program itself first. Runs
  /// nothing of them. What can't be read is told, not thrown.
  List<Found> look();

  sealed interface Found {
    /// Its name.
    String file();

    /// Whether it came with the program.
    boolean isBundled();

    /// @param digest of its bytes, so that another jar is told from it
    /// @param kit what its companions are made from
    /// @param schemas the texts of its schema files, from the first
    record Usable(
        String file,
        boolean isBundled,
        Declaration declaration,
        String digest,
        List<String> schemas,
        Maker maker,
        Companions.Kit kit)
        implements Found {
      public Usable {
        schemas = List.copyOf(schemas);
      }
    }

    /// @param id as far as it could be read, or the empty string
    record Unusable(String file, boolean isBundled, String id, String reason) implements Found {}
  }

  /// Runs the jar's code.
  @FunctionalInterface
  interface Maker {
    /// A fresh one, with class loader and all.
    Extension make() throws Exception;
  }
}
