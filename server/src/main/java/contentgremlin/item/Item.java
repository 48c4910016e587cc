package contentgremlin.item;

import contentgremlin.account.AccountId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that people see or play. Never changes: each change is a new value that a store keeps.
///
/// @param owner null when the operator added it from the command line
/// @param type a guess from the first bytes until the probe has decided
/// @param dropOriginal the owner wants only the renditions kept
/// @param keepLocation published renditions may carry the place where the picture was taken
public record Item(
    ItemId id,
    @Nullable AccountId owner,
    MediaType type,
    String title,
    String description,
    List<String> tags,
    Visibility visibility,
    State state,
    Source source,
    MediaFacts facts,
    boolean dropOriginal,
    boolean keepLocation,
    Instant created) {

  /// The longest title that is kept, in UTF-16 units; longer ones are cut.
  public static final int TITLE_LENGTH_MAX = 500;

  public Item {
    tags = List.copyOf(tags);
  }

  /// Every item is in one of these; what is processing has a live job.
  public sealed interface State {
    record Processing() implements State {}

    record Published(Instant at) implements State {}

    record Failed(String reason) implements State {}

    /// Mirrored, and its file is gone since then.
    record Missing(Instant since) implements State {}

    /// Mirrored, and its file can't be had at the moment; nothing is known to be lost. Never kept:
    /// it follows from the library. `before` is what is kept.
    record Offline(Instant since, State before) implements State {}

    /// In the trash since then; `before` is what a restore goes back to.
    record Trashed(Instant since, State before) implements State {}

    default String word() {
      return switch (this) {
        case Processing _ -> "processing";
        case Published _ -> "published";
        case Failed _ -> "failed";
        case Missing _ -> "missing";
        case Offline _ -> "offline";
        case Trashed _ -> "trashed";
      };
    }
  }

  /// Whether what is known of it may say where it was taken: of an upload only if its owner wants
  /// that.
  public boolean mayKeepPlace() {
    return keepLocation || !(source instanceof Source.Owned);
  }

  /// Also while its file can't be had.
  public boolean isPublished() {
    return state instanceof State.Published || state instanceof State.Offline(_, State.Published _);
  }

  public boolean isTrashed() {
    return state instanceof State.Trashed;
  }

  public Item becoming(State next) {
    return new Item(
        id,
        owner,
        type,
        title,
        description,
        tags,
        visibility,
        next,
        source,
        facts,
        dropOriginal,
        keepLocation,
        created);
  }

  public Item described(
      String newTitle, String newDescription, List<String> newTags, Visibility newVisibility) {
    return new Item(
        id,
        owner,
        type,
        newTitle,
        newDescription,
        newTags,
        newVisibility,
        state,
        source,
        facts,
        dropOriginal,
        keepLocation,
        created);
  }

  public Item probed(MediaType found, MediaFacts foundFacts) {
    return new Item(
        id,
        owner,
        found,
        title,
        description,
        tags,
        visibility,
        state,
        source,
        foundFacts,
        dropOriginal,
        keepLocation,
        created);
  }

  public Item from(Source newSource) {
    return new Item(
        id,
        owner,
        type,
        title,
        description,
        tags,
        visibility,
        state,
        newSource,
        facts,
        dropOriginal,
        keepLocation,
        created);
  }
}
