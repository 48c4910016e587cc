package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.engine.Housekeeping;
import contentgremlin.engine.Invariant;
import contentgremlin.engine.Sweep;
import contentgremlin.event.Alert;
import contentgremlin.vault.CollectionStore.Tally;
import contentgremlin.vault.CollectionStore.Waiting;
import contentgremlin.vault.ContentLook;
import contentgremlin.vault.Coverage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `/api/v1/status` tells of how items and files are taken care of.
final class HousekeepingView {
  private HousekeepingView() {}

  /// @param holds whether every item is published, failed with a reason, or has a live job
  /// @param checked when that was looked at
  record InvariantView(
      boolean holds,
      String checked,
      long stranded,
      long undecided,
      long parked,
      long unreasoned,
      long abandoned,
      long bare) {
    static InvariantView of(Invariant invariant) {
      var violations = invariant.violations();
      return new InvariantView(
          invariant.holds(),
          invariant.checked().toString(),
          violations.stranded(),
          violations.undecided(),
          violations.parked(),
          violations.unreasoned(),
          violations.abandoned(),
          invariant.bare());
    }
  }

  /// @param bytes that became free
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SweepView(String action, String meaning, long count, long bytes, @Nullable String last) {
    private static SweepView of(Sweep sweep, @Nullable Tally tally) {
      return tally == null
          ? new SweepView(sweep.word(), sweep.meaning(), 0, 0, null)
          : new SweepView(
              sweep.word(), sweep.meaning(), tally.count(), tally.bytes(), tally.last().toString());
    }
  }

  static List<SweepView> sweeps(Map<Sweep, Tally> tallies) {
    return Arrays.stream(Sweep.values())
        .map(sweep -> SweepView.of(sweep, tallies.get(sweep)))
        .toList();
  }

  /// Files below `content/` that nothing refers to.
  ///
  /// @param due whose grace is over
  record WaitingView(long files, long bytes, long due, long dueBytes) {
    static WaitingView of(Waiting waiting) {
      return new WaitingView(waiting.files(), waiting.bytes(), waiting.due(), waiting.dueBytes());
    }
  }

  /// Files below `content/` that nobody here made.
  ///
  /// @param examples paths of some of them
  /// @param looked when everything was last looked through
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StrangeView(long files, List<String> examples, @Nullable String looked) {
    static StrangeView of(Housekeeping.Report report) {
      return report
          .look()
          .map(StrangeView::of)
          .orElseGet(() -> new StrangeView(0, List.of(), null));
    }

    private static StrangeView of(ContentLook look) {
      var ended = look.ended();
      return new StrangeView(
          look.strange(), look.examples(), ended == null ? null : ended.toString());
    }
  }

  /// How many of the stored files were seen to be right, and when the one was that was looked at
  /// longest ago.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CoverageView(
      long files, long bytes, long verified, long damaged, @Nullable String oldest) {
    static CoverageView of(Coverage coverage) {
      var oldest = coverage.oldest();
      return new CoverageView(
          coverage.files(),
          coverage.bytes(),
          coverage.filesVerified(),
          coverage.filesDamaged(),
          oldest == null ? null : oldest.toString());
    }
  }

  /// @param subject a path below `content/`, an item, a job
  record AlertView(long id, String kind, String subject, String message, String at) {
    static AlertView of(Alert alert) {
      return new AlertView(
          alert.id(), alert.kind().word(), alert.subject(), alert.message(), alert.at().toString());
    }
  }
}
