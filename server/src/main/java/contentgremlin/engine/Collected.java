package contentgremlin.engine;

import contentgremlin.vault.CollectionStore.Waiting;
import java.util.List;

/// What a collection did, or would do.
///
/// @param actions all of them, also those for which there was nothing to do
/// @param waiting files that nothing refers to and that were left for now
/// @param strange how many files of nobody's are below `content/`; they are only told of
/// @param examples paths of some of those
/// @param held why no unreferenced file was removed; the empty string if nothing spoke against it
/// @param problems actions that failed, in words; they are tried again by themselves
public record Collected(
    boolean dry,
    List<Action> actions,
    Waiting waiting,
    long strange,
    List<String> examples,
    String held,
    List<String> problems) {
  /// @param bytes that became free
  public record Action(Sweep sweep, long count, long bytes) {}

  public Collected {
    actions = List.copyOf(actions);
    examples = List.copyOf(examples);
    problems = List.copyOf(problems);
  }
}
