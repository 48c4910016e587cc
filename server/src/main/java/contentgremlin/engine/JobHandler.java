package contentgremlin.engine;

import contentgremlin.item.Item;
import contentgremlin.job.Ending;
import contentgremlin.job.ExitStatus;
import contentgremlin.job.Job;
import contentgremlin.job.Limits;
import contentgremlin.job.Tool;
import contentgremlin.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// Knows how to do one kind of job for an item. Stateless: everything it needs is in the row, the
/// item and the attempt's folder, since another run of the server may conclude what this one began.
public interface JobHandler {
  /// The file in an attempt's folder that says what of it can be gone on from.
  String LEDGER = "ledger";

  /// Stable for ever: it is in the rows.
  String kind();

  /// Where the result of this job goes, relative to `content/`; the empty string if it leaves no
  /// files. Noted in the row with the claim, before anything starts.
  default String output(Job job, Item item) {
    return "";
  }

  /// Whether attempts need a folder: for tools to run in, and to leave files in.
  default boolean leavesFiles() {
    return true;
  }

  /// Decides what is to be run. Called once per attempt, before anything starts.
  Plan plan(Task task) throws IOException;

  /// Judges what the tools left in the folder, and moves what is good to its place. MAY be called
  /// again for the same attempt after a crash, and then MUST come to the same result. Called only
  /// when all tools ended with code 0, or there were none.
  Result conclude(Task task) throws IOException;

  /// What a failed tool means; by default it may go better next time.
  ///
  /// @param log the last lines that it wrote
  default Ending explain(Task task, int tool, int code, String log) {
    return new Ending.Failed("the tool " + ExitStatus.inWords(code) + lastLine(log));
  }

  /// Frees what nobody needs any more, once the ending of [#conclude] is stored. Not called again
  /// after a crash: what it then leaves is for the sweeper.
  default void release(Task task) throws IOException {}

  /// Makes what the tools have finished so far worth going on from, should they be cut off:
  /// durable, checked, and noted in the file [#LEDGER]. Called again and again while they run, and
  /// after they were cut off, unless the machine went down meanwhile. Each call does a limited
  /// amount of work.
  ///
  /// An attempt that was cut off keeps its outputs as long as it has a ledger, and a later [#plan]
  /// MAY take them over. What failed by itself loses its ledger before that is stored.
  ///
  /// @return whether more is to be done at once
  default boolean checkpoint(Task task) throws IOException {
    return false;
  }

  /// What the tools leave in the attempt's folder, files and folders, that [#conclude] and the
  /// tools that are not [#lendable] look at. Empty: all of them run here.
  ///
  /// A handler that yields something says that its lendable tools may run on another machine: they
  /// MUST need nothing but the item's original, named in their arguments as [#plan] got it, and the
  /// folders that the plan made.
  default List<String> yields() {
    return List.of();
  }

  /// How many of a plan's tools, from the first on, may run on another machine. The rest run here,
  /// on what came back: what another machine says of its own work proves nothing.
  default int lendable(Plan.Run run) {
    return run.shares().size();
  }

  private static String lastLine(String log) {
    var lines = log.strip().lines().toList();
    return lines.isEmpty() ? "" : ": " + lines.getLast();
  }

  /// @param folder of this attempt; exists if the handler leaves files
  record Task(Job job, Item item, Path folder) {}

  sealed interface Plan {
    /// @param media how long the medium is that the tools work through, for the progress; zero if
    ///   that makes no sense
    /// @param shares how much of the whole each tool does, together at most 1; those after the last
    ///   one only look at what came of it
    /// @param kept how much of the medium the first tool with a share need not do again
    record Run(List<Tool> tools, Limits limits, Duration media, List<Double> shares, Duration kept)
        implements Plan {
      /// The first run of ffmpeg does nearly all.
      private static final double NEARLY_ALL = 0.98;

      public Run {
        tools = List.copyOf(tools);
        shares = List.copyOf(shares);
      }

      public Run(List<Tool> tools, Limits limits, Duration media) {
        this(tools, limits, media, shares(tools), Duration.ZERO);
      }

      private static List<Double> shares(List<Tool> tools) {
        int work = tools.stream().map(Tool::program).toList().indexOf(Tool.Program.FFMPEG);
        return work < 0
            ? List.of()
            : Stream.concat(Collections.nCopies(work, 0.0).stream(), Stream.of(NEARLY_ALL))
                .toList();
      }
    }

    /// Nothing to run outside: conclude at once.
    record Nothing() implements Plan {}

    /// It can't be done.
    record Refuse(Ending ending) implements Plan {}
  }

  /// @param effect what changes in the database besides the job, in the same transaction; MAY be
  ///   run again
  record Result(Ending ending, Effect effect) {
    public static Result done(Effect effect) {
      return new Result(new Ending.Done(), effect);
    }

    public static Result of(Ending ending) {
      return new Result(ending, (_, _) -> {});
    }
  }

  @FunctionalInterface
  interface Effect {
    /// @param item as it is stored now, which may be newer than the task's
    void apply(Database.Tables tables, Item item);
  }
}
