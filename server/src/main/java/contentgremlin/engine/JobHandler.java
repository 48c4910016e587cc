package contentgremlin.engine;

import contentgremlin.item.Item;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Limits;
import contentgremlin.job.Tool;
import contentgremlin.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Knows how to do one kind of job for an item. Stateless: everything it needs is in the row, the
/// item and the attempt's folder, since another run of the server may conclude what this one began.
public interface JobHandler {
  /// Stable for ever: it is in the rows.
  String kind();

  /// Where the result of this job goes, relative to `content/`; the empty string if it leaves no
  /// files. Noted in the row with the claim, before anything starts.
  default String output(Job job, Item item) {
    return "";
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
    return new Ending.Failed("the tool ended with code " + code + lastLine(log));
  }

  /// Frees what nobody needs any more, once the ending of [#conclude] is stored. Not called again
  /// after a crash: what it then leaves is for the sweeper.
  default void release(Task task) throws IOException {}

  private static String lastLine(String log) {
    var lines = log.strip().lines().toList();
    return lines.isEmpty() ? "" : ": " + lines.getLast();
  }

  /// @param folder of this attempt; exists
  record Task(Job job, Item item, Path folder) {}

  sealed interface Plan {
    /// @param media how long the medium is that the tools work through, for the progress; zero if
    ///   that makes no sense
    record Run(List<Tool> tools, Limits limits, Duration media) implements Plan {}

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
