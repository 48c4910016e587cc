package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.job.Limits;
import contentgremlin.job.Tool;
import contentgremlin.worker.Lease;
import contentgremlin.worker.WorkOrder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An order as JSON tells it.
///
/// @param lease names it in the addresses of everything else
/// @param leaseSeconds how long the lease holds without a renewal
/// @param mediaMillis how long the medium is; 0 if that makes no sense
/// @param keptMillis how much of it need not be done again
public record OrderView(
    String lease,
    long leaseSeconds,
    String kind,
    int attempt,
    Input input,
    List<String> folders,
    List<ToolView> tools,
    Bounds limits,
    List<Double> shares,
    long mediaMillis,
    long keptMillis,
    List<String> yields) {
  /// @param path that the tools know it by, relative to the attempt's folder
  /// @param sha256 null if it is to be asked for
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Input(String name, String path, long size, @Nullable String sha256) {
    static Input of(WorkOrder.Input input) {
      var digest = input.digest();
      return new Input(
          input.name(), input.path(), input.size(), digest == null ? null : digest.hex());
    }
  }

  public record ToolView(String program, List<String> arguments, String output) {
    static ToolView of(Tool tool) {
      return new ToolView(
          tool.program().name().toLowerCase(Locale.ROOT), tool.arguments(), tool.output());
    }
  }

  /// A number of 0 is no bound.
  public record Bounds(
      long timeMillis,
      long stallMillis,
      long memoryBytes,
      long fileBytes,
      long writtenBytes,
      boolean idle) {
    static Bounds of(Limits limits) {
      return new Bounds(
          limits.time().toMillis(),
          limits.stall().toMillis(),
          limits.memoryBytes(),
          limits.fileBytes(),
          limits.writtenBytes(),
          limits.isIdle());
    }
  }

  static OrderView of(WorkOrder order) {
    return new OrderView(
        order.lease().text(),
        Lease.TIME.toSeconds(),
        order.kind(),
        order.attempt(),
        Input.of(order.input()),
        order.folders(),
        order.tools().stream().map(ToolView::of).toList(),
        Bounds.of(order.limits()),
        order.shares(),
        order.media().toMillis(),
        order.kept().toMillis(),
        order.yields());
  }
}
