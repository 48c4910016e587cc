package contentgremlin.job;

import contentgremlin.account.AccountId;
import contentgremlin.item.ItemId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A job that is to be added.
///
/// @param owner whose work it is, for fairness between people; null for the operator's
/// @param stage jobs of one item with a greater stage wait until those with a smaller one are
///   closed
/// @param blocking the item is published only when this is done, and fails if this fails
/// @param input whatever its handler needs to know besides the item
public record NewJob(
    String kind,
    @Nullable ItemId item,
    @Nullable AccountId owner,
    Lane lane,
    int stage,
    boolean blocking,
    Priority priority,
    Map<String, String> input) {
  /// The stage of jobs that wait for none, and that none waits for.
  public static final int APART = -1;

  public NewJob {
    input = Map.copyOf(input);
  }
}
