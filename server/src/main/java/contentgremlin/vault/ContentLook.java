package contentgremlin.vault;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a look through `content/` has come, and what it met that is not ours.
///
/// @param place tells this `content/` from another one: see [Vault#place]
/// @param after the path that was looked at last; the empty string between two looks
/// @param strange how many files were met that nobody here made; they are only told of
/// @param examples paths of some of those, at most [#EXAMPLES_MAX]
/// @param ended when the last look that came to its end did so
public record ContentLook(
    long place, String after, long strange, List<String> examples, @Nullable Instant ended) {
  public static final int EXAMPLES_MAX = 20;

  public ContentLook {
    examples = List.copyOf(examples);
  }

  public boolean isUnderWay() {
    return !after.isEmpty();
  }
}
