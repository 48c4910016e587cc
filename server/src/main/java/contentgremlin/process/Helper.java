package contentgremlin.process;

import contentgremlin.library.ProbeWire;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One life of a probe helper: a process that is asked through one pipe and answers through
/// another. Questions may be sent by any thread; answers are read by one.
///
/// It is bounded in memory, in the size of files that it writes, and comes behind all others that
/// want the processor. When we die its pipes close, and it ends.
final class Helper implements AutoCloseable {
  private static final String NICENESS = "10";

  /// Everything that it maps, most of which it never touches: twice what a good one needs.
  private static final long ADDRESSES_KIB = 1 << 20;

  /// What it may really use, its heap and what libraries allocate.
  private static final long DATA_KIB = 400 << 10;

  /// Covers are written by it, nothing else. In blocks of 512 bytes.
  private static final long FILE_BLOCKS = (128 << 20) / 512;

  private static final String BOUNDED =
      "ulimit -c 0; ulimit -v %d; ulimit -d %d; ulimit -f %d; exec \"$@\""
          .formatted(ADDRESSES_KIB, DATA_KIB, FILE_BLOCKS);

  /// How long an ended process may take to be gone.
  private static final Duration ENDING_MAX = Duration.ofSeconds(2);

  /// What Java ends with in that case.
  private static final int OUT_OF_MEMORY = 3;

  private static final long TICK_NANOS = Duration.ofMillis(10).toNanos();

  private static final int INPUT_BYTES = 64 << 10;

  private final Process process;
  private final OutputStream questions;
  private final DataInputStream answers;

  private Helper(Process process) {
    this.process = process;
    this.questions = process.getOutputStream();
    this.answers =
        new DataInputStream(new BufferedInputStream(process.getInputStream(), INPUT_BYTES));
  }

  /// `setsid` and `nice` replace themselves by what they run: the process is the helper itself, and
  /// the leader of a session of its own.
  static Helper start(List<String> command, Map<String, String> environment) throws IOException {
    var line =
        new ArrayList<>(
            List.of("setsid", "nice", "-n", NICENESS, "sh", "-c", BOUNDED, "contentgremlin-probe"));
    line.addAll(command);
    var builder = new ProcessBuilder(line);
    builder.directory(Path.of("/").toFile());
    builder.redirectError(Redirect.DISCARD);
    var own = builder.environment();
    own.clear(); // nothing that we know leaks to what reads strangers' bytes
    own.put("PATH", Programs.PATH);
    own.put("HOME", "/nonexistent");
    own.put("LC_ALL", "C.UTF-8");
    own.put("MALLOC_ARENA_MAX", "2");
    own.putAll(environment);
    return new Helper(builder.start());
  }

  /// Blocks only when more is sent than a pipe holds.
  void ask(ProbeWire.Question question) throws IOException {
    byte[] frame = ProbeWire.question(question);
    synchronized (questions) {
      questions.write(frame);
      questions.flush();
    }
  }

  /// Waits for the next one.
  ///
  /// @throws IOException when it has ended, or says what makes no sense
  ProbeWire.Numbered answer() throws IOException {
    int length = answers.readInt();
    if (length < 0 || length > ProbeWire.FRAME_MAX) {
      throw new IOException("a helper said something of " + length + " bytes");
    }
    var frame = new byte[length];
    answers.readFully(frame);
    try {
      return ProbeWire.answer(frame);
    } catch (IllegalArgumentException e) {
      throw new IOException("a helper said something without sense", e);
    }
  }

  /// Processor time so far, in ticks of a hundredth of a second.
  long ticks() {
    return ProcFs.stat(process.pid()).map(ProcFs.Stat::ticks).orElse(0L);
  }

  /// Nanoseconds in which it computed, or would have if others had left it a processor: on a busy
  /// machine, that is more than it got.
  long wantedNanos() {
    return Math.max(ticks() * TICK_NANOS, ProcFs.wantedNanos(process.pid()));
  }

  long pid() {
    return process.pid();
  }

  /// Lets it end by itself.
  void dismiss() {
    try {
      questions.close();
    } catch (IOException _) {
      // it has ended already
    }
  }

  void kill() {
    process.destroyForcibly();
  }

  /// How it ended, for people; waits for it for a moment.
  String ending() {
    try {
      if (!process.waitFor(ENDING_MAX)) {
        return "it was killed";
      }
      int code = process.exitValue();
      if (code == OUT_OF_MEMORY) {
        return "it took more memory than a helper may have";
      }
      return code > 128 ? "signal " + (code - 128) : "exit code " + code;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "it was killed";
    }
  }

  @Override
  public void close() {
    kill();
    try {
      answers.close();
    } catch (IOException _) {
      // nobody reads it any more
    }
  }
}
