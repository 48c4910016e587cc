package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.job.Job;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Progress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A job as JSON shows it. What is null is left out.
///
/// @param attempt the number of the present or last one; 0 before the first
/// @param progress 0 to 1, while it runs and can be told
/// @param speed media time per clock time
/// @param output where its result goes, relative to the home's `content/`
/// @param machine where the present or last attempt is or was made
/// @param reason what the last attempt ended with, if not well
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobView(
    long id,
    @Nullable String item,
    String kind,
    String lane,
    String state,
    int attempt,
    boolean blocking,
    @Nullable Double progress,
    @Nullable Double speed,
    @Nullable Double remainingSeconds,
    @Nullable String output,
    @Nullable String machine,
    @Nullable ProcessView process,
    @Nullable String reason,
    String created) {

  /// Which process does it: its pid alone may be another's after a while.
  public record ProcessView(String bootId, long pid, long startTicks) {
    static @Nullable ProcessView of(@Nullable ProcessIdentity process) {
      return process == null
          ? null
          : new ProcessView(process.bootId(), process.pid(), process.startTicks());
    }
  }

  /// @param tool what is at work now; empty if only the group's leader is known
  public static JobView of(Job job, Optional<Progress> progress, Optional<ProcessIdentity> tool) {
    var moving = progress.filter(it -> it.fraction() >= 0);
    return new JobView(
        job.id().value(),
        job.item() == null ? null : job.item().value(),
        job.kind(),
        job.lane().word(),
        job.state().word(),
        job.attempt(),
        job.blocking(),
        moving.map(Progress::fraction).orElse(null),
        progress.map(Progress::speed).filter(speed -> speed > 0).orElse(null),
        progress
            .flatMap(it -> Optional.ofNullable(it.remaining()))
            .map(ItemView::seconds)
            .orElse(null),
        known(job.output()),
        known(job.machine()),
        job.state() instanceof Job.State.Running running
            ? ProcessView.of(tool.orElse(running.process()))
            : null,
        reason(job.state()),
        job.created().toString());
  }

  private static @Nullable String known(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable String reason(Job.State state) {
    return switch (state) {
      case Job.State.Queued(_, var reason) -> reason.isEmpty() ? null : reason;
      case Job.State.Failed(var reason, _) -> reason;
      case Job.State.Parked(var reason) -> reason;
      case Job.State.Waiting _,
          Job.State.Claimed _,
          Job.State.Running _,
          Job.State.Succeeded _,
          Job.State.Cancelled _ ->
          null;
    };
  }
}
