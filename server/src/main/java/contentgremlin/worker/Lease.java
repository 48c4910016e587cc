package contentgremlin.worker;

import contentgremlin.job.JobId;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// The right to do one attempt at one job, for as long as it is renewed. Its text is known to the
/// server and to the one worker that got it: whoever has it may read the job's input and send its
/// outputs, and nothing else.
///
/// @param secret random, so that no other worker can guess it
public record Lease(JobId job, String secret) {
  /// How long it holds without a word from the worker.
  public static final Duration TIME = Duration.ofSeconds(30);

  /// Between two renewals: several may get lost.
  public static final Duration RENEWAL = Duration.ofSeconds(5);

  /// Marks those who hold jobs that are lent, among the runners in the jobs' rows.
  private static final String RUNNER = "worker:";

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})-([0-9A-Za-z_-]{22,64})");

  /// "42-Zk3…", as it stands in addresses.
  public String text() {
    return job.value() + "-" + secret;
  }

  public static Optional<Lease> parse(String text) {
    var words = FORM.matcher(text);
    return words.matches()
        ? Optional.of(new Lease(new JobId(Long.parseLong(words.group(1))), words.group(2)))
        : Optional.empty();
  }

  /// Names it in the job's row.
  public String runner() {
    return RUNNER + text();
  }

  /// Whether whoever has a job is a worker.
  public static boolean isRunner(String runner) {
    return runner.startsWith(RUNNER);
  }
}
