package contentgremlin.engine;

import contentgremlin.item.Item;
import contentgremlin.job.Job;
import contentgremlin.job.Limits;
import contentgremlin.process.ShellPrograms;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Does its kind of job by running a shell script, and by what the test says about its conclusion.
class ScriptHandler implements JobHandler {
  interface Conclusion {
    Result of(Task task) throws IOException;
  }

  interface Checkpoint {
    boolean of(Task task) throws IOException;
  }

  final AtomicInteger plans = new AtomicInteger();
  final AtomicInteger conclusions = new AtomicInteger();

  private final String kind;
  volatile String script;
  volatile Duration stall = Duration.ofSeconds(30);
  volatile Duration time = Duration.ofMinutes(5);
  volatile long memoryBytes = 1L << 30;
  volatile long fileBytes = 1L << 30;
  volatile long writtenBytes;
  volatile Checkpoint checkpoint = _ -> false;
  volatile Conclusion conclusion = _ -> Result.done((_, _) -> {});

  /// @param script the empty string: nothing is run outside
  ScriptHandler(String kind, String script) {
    this.kind = kind;
    this.script = script;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public String output(Job job, Item item) {
    return kind + " of " + item.id().value();
  }

  @Override
  public Plan plan(Task task) {
    plans.incrementAndGet();
    if (script.isEmpty()) {
      return new Plan.Nothing();
    }
    var limits = new Limits(time, stall, memoryBytes, fileBytes, writtenBytes);
    return new Plan.Run(
        java.util.List.of(ShellPrograms.tool(script)), limits, Duration.ofSeconds(10));
  }

  @Override
  public boolean checkpoint(Task task) throws IOException {
    return checkpoint.of(task);
  }

  @Override
  public Result conclude(Task task) throws IOException {
    conclusions.incrementAndGet();
    return conclusion.of(task);
  }
}
