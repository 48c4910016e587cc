package contentgremlin.http.page;

import contentgremlin.engine.Jobs;
import contentgremlin.engine.Pipeline;
import contentgremlin.item.Item;
import contentgremlin.job.Job;
import contentgremlin.job.Progress;
import java.util.Comparator;
import java.util.List;

/// Tells a person how far the work on an item is. Thread-safe.
final class Steps {
  private final Jobs jobs;

  Steps(Jobs jobs) {
    this.jobs = jobs;
  }

  /// In a few words.
  ///
  /// @param percent -1 if it can't be told
  record Summary(String note, int percent) {
    static final Summary NONE = new Summary("", -1);
  }

  /// @param all of the item; not asked inside a transaction, since the runner is asked too
  Summary summary(Item item, List<Job> all) {
    return switch (item.state()) {
      case Item.State.Failed(var reason) -> new Summary(reason, -1);
      case Item.State.Processing _ -> inProgress(all);
      case Item.State.Missing _ -> new Summary("Its file is gone", -1);
      case Item.State.Offline _ -> new Summary("Its disk is not connected", -1);
      case Item.State.Trashed _ -> new Summary("In the trash", -1);
      case Item.State.Published _ -> Summary.NONE;
    };
  }

  private Summary inProgress(List<Job> all) {
    return all.stream()
        .filter(Job::isOpen)
        .min(Comparator.comparingInt(Steps::liveliness))
        .map(job -> new Summary(name(job.kind()), percent(job)))
        .orElse(Summary.NONE);
  }

  /// What runs says most; encodes say more than short work.
  private static int liveliness(Job job) {
    boolean runs = job.state() instanceof Job.State.Running;
    return (runs ? 0 : 10) + (job.blocking() ? 0 : 1) + job.stage();
  }

  List<Step> of(List<Job> all) {
    return all.stream().map(this::step).toList();
  }

  private Step step(Job job) {
    var progress = jobs.progress(job.id()).orElse(Progress.UNKNOWN);
    return new Step(
        job.id().value(),
        name(job.kind()),
        job.state().word(),
        job.state() instanceof Job.State.Succeeded ? 100 : percent(progress),
        detail(job, progress));
  }

  private static String detail(Job job, Progress progress) {
    return switch (job.state()) {
      case Job.State.Waiting _ -> "after the steps before it";
      case Job.State.Queued(_, var reason) ->
          reason.isEmpty() ? "in the queue" : "again soon; last time: " + reason;
      case Job.State.Claimed _ -> "starting";
      case Job.State.Running _ -> moving(progress);
      case Job.State.Succeeded _ -> "done";
      case Job.State.Failed(var reason, _) -> reason;
      case Job.State.Parked(var reason) -> reason;
      case Job.State.Cancelled _ -> "cancelled";
    };
  }

  private static String moving(Progress progress) {
    var remaining = progress.remaining();
    return remaining == null ? "running" : "about " + Texts.roughly(remaining) + " left";
  }

  private int percent(Job job) {
    return percent(jobs.progress(job.id()).orElse(Progress.UNKNOWN));
  }

  static int percent(Progress progress) {
    return progress.fraction() < 0 ? -1 : (int) Math.round(100 * Math.min(1, progress.fraction()));
  }

  /// A step's name as people read it.
  static String name(String kind) {
    return switch (kind) {
      case Pipeline.PROBE -> "Look what it is";
      case Pipeline.TRANSCODE -> "Encode for streaming";
      case Pipeline.AUDIO -> "Encode the sound";
      case Pipeline.IMAGE -> "Make sizes";
      case Pipeline.POSTER -> "Make a poster";
      case Pipeline.COVER -> "Scale the cover";
      case Pipeline.SPRITES -> "Make previews";
      case Pipeline.CAPTIONS -> "Read captions";
      case Pipeline.KEEP -> "File the original";
      default -> Texts.capital(kind);
    };
  }
}
