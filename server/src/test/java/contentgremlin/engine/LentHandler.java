package contentgremlin.engine;

import contentgremlin.job.Ending;
import contentgremlin.job.Limits;
import contentgremlin.process.ShellPrograms;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Copies the original by a tool that may run anywhere, and has a second tool look at the copy
/// here.
public final class LentHandler implements JobHandler {
  public static final String KIND = "copying";

  public final AtomicInteger plans = new AtomicInteger();
  public final AtomicInteger conclusions = new AtomicInteger();

  /// Run before the copy is made, in the attempt's folder; `$INPUT` is the original.
  public volatile String before = ":";

  /// What looks at the copy.
  public volatile String check = "test -s out/copy";

  /// How many of the two tools may run anywhere.
  public volatile int lendable = 1;

  public volatile long writtenBytes = 1 << 20;

  /// What is expected to come back; the empty string: whatever comes is good.
  public volatile String wanted = "";

  private final Vault vault;

  public LentHandler(Vault vault) {
    this.vault = vault;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Plan plan(Task task) throws IOException {
    plans.incrementAndGet();
    Files.createDirectories(task.folder().resolve("out/deep"));
    var original = vault.original(task.item()).toAbsolutePath();
    var copy =
        "INPUT='%s'; %s; cat \"$INPUT\" >out/copy; : >out/deep/empty; echo end >note; echo x >junk"
            .formatted(original, before);
    return new Plan.Run(
        List.of(ShellPrograms.tool(copy), ShellPrograms.tool(check)),
        new Limits(Duration.ofMinutes(5), Duration.ofSeconds(30), 1 << 30, 1 << 30, writtenBytes),
        Duration.ofSeconds(10));
  }

  @Override
  public List<String> yields() {
    return List.of("out", "note");
  }

  @Override
  public int lendable(Plan.Run run) {
    return lendable;
  }

  @Override
  public Ending explain(Task task, int tool, int code, String log) {
    return new Ending.Failed("tool " + tool + " ended with " + code + ": " + log.strip());
  }

  @Override
  public Result conclude(Task task) throws IOException {
    conclusions.incrementAndGet();
    var copy = Files.readString(task.folder().resolve("out/copy"));
    return wanted.isEmpty() || copy.equals(wanted)
        ? Result.done((_, _) -> {})
        : Result.of(new Ending.Failed("came as " + copy));
  }
}
