package contentgremlin.process;

import contentgremlin.job.ProcessIdentity;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/// Shells, each the leader of a session of its own, that wait to be told in which folder to work.
/// To start one takes four programs one after the other, several times as long as all the rest; so
/// one or two are started ahead while the tools before still run. Thread-safe.
///
/// A shell that waits reads from a pipe of ours: when we die it ends. Once it has its folder it
/// holds no pipe any more, and neither notices nor minds our death.
final class SpareShells {
  private static final System.Logger LOG = System.getLogger(SpareShells.class.getName());

  /// As in nice(1): behind everything that a person waits for, here and in other programs.
  private static final String NICENESS = "10";

  private static final String WAIT =
      "IFS= read -r folder && exec </dev/null && cd \"$folder\" && . ./" + AttemptFolder.COMMAND;

  /// More would only help when more than so many tools end in the same few milliseconds.
  private static final int SPARE_MAX = 2;

  /// Who is idle keeps no processes.
  private static final Duration IDLE_MAX = Duration.ofSeconds(10);

  private final ConcurrentLinkedDeque<Shell> spare = new ConcurrentLinkedDeque<>();

  /// Those that wait, and those on their way.
  private final AtomicInteger count = new AtomicInteger();

  /// @param identity known before it has anything to do
  record Shell(Process process, ProcessIdentity identity) {
    /// Lets it run the command in this folder.
    void send(Path folder) throws IOException {
      var line = folder.toString();
      if (line.indexOf('\n') >= 0) {
        throw new IOException("no tool can work in a folder with a line feed in its name: " + line);
      }
      try (var orders = process.getOutputStream()) {
        orders.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }

    private void dismiss() {
      try {
        process.getOutputStream().close();
      } catch (IOException _) {
        // it has ended already
      }
    }
  }

  /// One that waits for its folder.
  Shell take() throws IOException {
    for (var shell = spare.poll(); shell != null; shell = spare.poll()) {
      count.decrementAndGet();
      if (shell.process().isAlive()) {
        refill();
        return shell;
      }
    }
    var shell = start();
    refill();
    return shell;
  }

  private void refill() {
    if (count.incrementAndGet() > SPARE_MAX) {
      count.decrementAndGet();
      return;
    }
    // Starting a process holds the thread that does it: a virtual one would keep others waiting.
    Thread.ofPlatform().name("spare-shell").daemon().start(this::addOne);
  }

  private void addOne() {
    try {
      var shell = start();
      spare.add(shell);
      Thread.ofVirtual().start(() -> dismissIdle(shell));
    } catch (IOException e) {
      count.decrementAndGet();
      LOG.log(Level.DEBUG, "no shell could be started ahead", e);
    }
  }

  private void dismissIdle(Shell shell) {
    try {
      Thread.sleep(IDLE_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (spare.remove(shell)) {
      count.decrementAndGet();
      shell.dismiss();
    }
  }

  /// `setsid` makes our child the leader itself, and `exec` keeps both pid and start.
  private static Shell start() throws IOException {
    var builder =
        new ProcessBuilder("setsid", "nice", "-n", NICENESS, "sh", "-c", WAIT, "contentgremlin");
    builder.directory(Path.of("/").toFile());
    builder.redirectOutput(Redirect.DISCARD);
    builder.redirectError(Redirect.DISCARD);
    var environment = builder.environment();
    environment.clear(); // nothing that we know leaks to what reads strangers' bytes
    environment.put("PATH", Programs.PATH);
    environment.put("HOME", "/nonexistent");
    environment.put("LC_ALL", "C.UTF-8");
    var process = builder.start();
    var stat =
        ProcFs.stat(process.pid())
            .orElseThrow(
                () -> new IOException("a shell ended at once; are setsid, nice and sh installed?"));
    return new Shell(process, ProcFs.identity(stat));
  }
}
