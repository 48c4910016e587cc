package contentgremlin.worker;

import contentgremlin.job.Limits;
import contentgremlin.job.Tool;
import contentgremlin.vault.Digest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that a worker is told of a job: which tools to run on which file, and what to send back. It
/// learns neither whose file that is nor what it is called.
///
/// @param folders that MUST exist in the attempt's folder before the tools start
/// @param tools with the input under the name [Input#path]
/// @param shares of the work that each tool does, in their order
/// @param media how long the medium is; zero if that makes no sense
/// @param kept how much of it need not be done again
/// @param yields files and folders, relative to the attempt's, that are to be sent back
public record WorkOrder(
    Lease lease,
    String kind,
    int attempt,
    Input input,
    List<String> folders,
    List<Tool> tools,
    Limits limits,
    List<Double> shares,
    Duration media,
    Duration kept,
    List<String> yields) {
  public WorkOrder {
    folders = List.copyOf(folders);
    tools = List.copyOf(tools);
    shares = List.copyOf(shares);
    yields = List.copyOf(yields);
  }

  /// The one file that the tools read.
  ///
  /// @param name without any folder
  /// @param digest null if the server has to read the whole file first: then it is asked for when
  ///   the bytes are there
  public record Input(String name, long size, @Nullable Digest digest) {
    /// Relative to the attempt's folder: beside it, so that it does not count as an output.
    public String path() {
      return "../input/" + name;
    }
  }
}
