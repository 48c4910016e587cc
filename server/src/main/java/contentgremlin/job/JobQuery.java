package contentgremlin.job;

import contentgremlin.item.ItemId;
import org.jspecify.annotations.Nullable;

/// Which jobs to list, newest first, a page at a time.
///
/// @param state the word of a state, "open" for all open ones, or null for all
/// @param before list jobs with smaller numbers than this one, or null for the first page
public record JobQuery(
    @Nullable String state, @Nullable ItemId item, @Nullable JobId before, int limit) {
  public static final int LIMIT_MAX = 500;

  public JobQuery {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("a page has 1 to " + LIMIT_MAX + " jobs, not " + limit);
    }
  }
}
