package contentgremlin.upgrade;

import java.time.Instant;
import java.util.List;

/// Databases that older programs left in the home, to go back to. Thread-safe.
public interface KeptDatabases {
  KeptDatabases NONE =
      new KeptDatabases() {
        @Override
        public List<Kept> list() {
          return List.of();
        }

        @Override
        public void remove(Kept kept) {}
      };

  /// The newest first.
  List<Kept> list();

  void remove(Kept kept);

  /// @param name of the file
  /// @param version of the program that used it
  /// @param left when it was last written
  record Kept(String name, String version, long bytes, Instant left) {}
}
