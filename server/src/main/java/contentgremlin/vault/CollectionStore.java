package contentgremlin.vault;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What housekeeping remembers: what it has done since the home was made, and which files nothing
/// refers to since when.
public interface CollectionStore {
  /// @param bytes that became free
  /// @param last when something of it was done last
  record Tally(long count, long bytes, Instant last) {}

  /// @param due of these, files that were seen before the limit asked for
  record Waiting(long files, long bytes, long due, long dueBytes) {}

  /// Adds to what was done; an action that is new begins at nothing.
  void add(String action, long count, long bytes, Instant at);

  /// By action.
  Map<String, Tally> tallies();

  /// Remembers that nothing refers to this file; since when stays as it was.
  void see(Unreferenced file);

  void forget(String path);

  Optional<Unreferenced> find(String path);

  /// In the order of their paths.
  ///
  /// @param after the last path of the page before, or null
  List<Unreferenced> list(@Nullable String after, int limit);

  /// Those seen before the limit, longest ago first.
  List<Unreferenced> seenBefore(Instant limit, int count);

  Waiting waiting(Instant limit);

  /// All of them count as seen now, for the first time.
  void seeAllAnew(Instant now);

  Optional<ContentLook> look();

  void put(ContentLook look);
}
