package contentgremlin.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.extend.CompanionWire;
import contentgremlin.extend.CompanionWire.Frame;
import contentgremlin.extend.CompanionWire.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One life of a companion: a process that is asked through one pipe and answers through another.
/// Thread-safe.
///
/// It is the leader of a session of its own, comes behind all others that want the processor, and
/// is bounded in memory and in the size of files that it writes. When we die its pipe closes, and
/// it ends.
final class CompanionLife {
  /// In its folder: where it may write.
  static final String SCRATCH = "scratch";

  private static final String NICENESS = "10";

  /// Questions on their way.
  private static final int QUESTIONS_MAX = 16;

  private static final int INPUT_BYTES = 64 << 10;

  /// Of what it prints, for each line.
  private static final int LINE_BYTES_MAX = 2_000;

  /// Everything that it maps, most of which it never touches.
  private static final long ADDRESSES_KIB = 3 << 20;

  /// What it may really use: its heap, and what native code allocates.
  private static final long DATA_KIB = 512 << 10;

  /// In blocks of 512 bytes.
  private static final long FILE_BLOCKS = (128 << 20) / 512;

  /// Answers go where nothing else prints; whatever prints goes to the log.
  private static final String BOUNDED =
      "ulimit -c 0; ulimit -v %d; ulimit -d %d; ulimit -f %d; exec \"$@\" 3>&1 1>&2"
          .formatted(ADDRESSES_KIB, DATA_KIB, FILE_BLOCKS);

  private static final String ANSWERS = "/dev/fd/3";

  /// How long it may take to end by itself, and then to be gone when it was killed.
  private static final Duration ENDING_MAX = Duration.ofSeconds(2);

  /// How often whoever sends questions looks whether there is still somebody.
  private static final long LOOK_SECONDS = 1;

  /// What Java ends with when objects find no room.
  private static final int OUT_OF_MEMORY = 3;

  /// What is more than that is a signal's number.
  private static final int SIGNALS = 128;

  private static final Frame NO_MORE = new Frame(Kind.REQUEST, CompanionWire.NO_NUMBER, "");

  /// Hears what happens; its calls don't take long.
  interface Watcher {
    void said(String text);

    void printed(String line);

    /// The last call of all.
    ///
    /// @param isWanted whether we ended it
    void ended(CompanionLife life, boolean isWanted, String how);
  }

  private final Process process;
  private final Path folder;
  private final Watcher watcher;
  private final long born = System.nanoTime();
  private final Semaphore places = new Semaphore(QUESTIONS_MAX);
  private final BlockingQueue<Frame> questions = new ArrayBlockingQueue<>(QUESTIONS_MAX);
  private final Map<Long, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final CountDownLatch heard = new CountDownLatch(1);
  private volatile boolean isWanted;
  private volatile boolean isOver;

  /// Why we killed it, or what it said of its own end.
  private volatile @Nullable String reason;

  private CompanionLife(Process process, Path folder, Watcher watcher) {
    this.process = process;
    this.folder = folder;
    this.watcher = watcher;
  }

  /// @param folder has its jars; is the folder that it runs in
  static CompanionLife start(List<String> program, Path folder, String type, Watcher watcher)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                "setsid", "nice", "-n", NICENESS, "sh", "-c", BOUNDED, "contentgremlin-companion"));
    var scratch = folder.resolve(SCRATCH).toString();
    command.add(program.getFirst());
    command.add("-Djava.io.tmpdir=" + scratch);
    command.addAll(program.subList(1, program.size()));
    command.addAll(List.of(folder.toString(), type, ANSWERS));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    var environment = builder.environment();
    environment.keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    environment.putAll(Map.of("TMPDIR", scratch, "XDG_CACHE_HOME", scratch));
    builder.redirectInput(Redirect.PIPE).redirectError(Redirect.PIPE);
    var life = new CompanionLife(builder.start(), folder, watcher);
    life.attend();
    return life;
  }

  private void attend() {
    daemon("answers", this::listen);
    daemon("questions", this::tell);
    daemon("prints", this::log);
    daemon("end", this::awaitEnd);
  }

  private void daemon(String what, Runnable work) {
    Thread.ofPlatform().name("companion-" + what + "-" + process.pid()).daemon().start(work);
  }

  Path folder() {
    return folder;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return !isOver && !isWanted && reason == null && process.isAlive();
  }

  /// How it came to its end.
  String how() {
    return Objects.requireNonNullElse(reason, "it has just ended");
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - born);
  }

  /// @param end of the limit, as [System#nanoTime] tells it
  String ask(String request, Duration limit, long end) throws IOException, InterruptedException {
    var frame = new Frame(Kind.REQUEST, numbers.getAndIncrement(), request);
    require(request);
    var answer = new CompletableFuture<String>();
    if (!places.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw tooLate(limit);
    }
    waiting.put(frame.number(), answer);
    questions.put(frame); // there is room: whoever has a place may have one
    if (isOver) {
      giveUp(); // it ended before it could know of this one
    }
    try {
      return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw tooLate(limit);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause() == null ? "it failed" : e.getCause().getMessage(), e);
    }
  }

  private static void require(String request) throws IOException {
    int length = request.getBytes(UTF_8).length;
    if (length > CompanionWire.REQUEST_BYTES_MAX) {
      throw new IOException(
          "the question has %d bytes; at most %d may be asked"
              .formatted(length, CompanionWire.REQUEST_BYTES_MAX));
    }
  }

  private IOException tooLate(Duration limit) {
    kill("it did not answer within %d seconds, and was ended".formatted(limit.toSeconds()));
    return new IOException(how());
  }

  /// One thread for it: a pipe to somebody who does not read may be full for ever.
  private void tell() {
    try (var output = process.getOutputStream()) {
      while (!isOver && !isWanted) {
        var question = questions.poll(LOOK_SECONDS, TimeUnit.SECONDS);
        if (question != null && !question.equals(NO_MORE)) {
          output.write(CompanionWire.bytes(question));
          output.flush();
        }
      }
    } catch (IOException | InterruptedException _) {
      // it has ended: whoever listens sees that, too
    }
  }

  private void listen() {
    try (var input = new BufferedInputStream(process.getInputStream(), INPUT_BYTES)) {
      for (var frame = CompanionWire.read(input);
          frame != null;
          frame = CompanionWire.read(input)) {
        take(frame);
      }
      if (!process.waitFor(ENDING_MAX)) {
        kill("it closed its pipe");
      }
    } catch (InterruptedException _) {
      kill("it was ended"); // nobody interrupts this thread
    } catch (IOException e) {
      kill(String.valueOf(e.getMessage()));
    } finally {
      heard.countDown();
    }
  }

  private void take(Frame frame) throws IOException {
    switch (frame.kind()) {
      case ANSWER -> answered(frame.number()).complete(frame.text());
      case FAILURE -> answered(frame.number()).completeExceptionally(new IOException(frame.text()));
      case SAYING -> watcher.said(frame.text());
      case UNFIT -> kill("it can't begin: " + frame.text());
      case REQUEST -> throw new IOException("it asked, and should answer");
    }
  }

  private CompletableFuture<String> answered(long number) throws IOException {
    var answer = waiting.remove(number);
    if (answer == null) {
      throw new IOException("it answered what nobody had asked");
    }
    places.release();
    return answer;
  }

  /// What it prints, line by line; of long ones the beginning.
  private void log() {
    try (var input = new BufferedInputStream(process.getErrorStream())) {
      var line = line(input);
      while (line != null) {
        if (!line.isBlank()) {
          watcher.printed(line);
        }
        line = line(input);
      }
    } catch (IOException _) {
      // it has ended
    }
  }

  private static @Nullable String line(InputStream input) throws IOException {
    var line = new byte[LINE_BYTES_MAX];
    int count = 0;
    int next = input.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = input.read()) {
      if (count < line.length) {
        line[count++] = (byte) next;
      }
    }
    return new String(line, 0, count, UTF_8);
  }

  /// What it said last is heard, unless somebody else holds its pipe open.
  private void awaitEnd() {
    try {
      int code = process.waitFor();
      if (!heard.await(ENDING_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        because("it ended, and something that it had started goes on");
      }
      because(ending(code));
    } catch (InterruptedException _) {
      because("it was ended"); // nobody interrupts this thread
    }
    isOver = true;
    giveUp();
    watcher.ended(this, isWanted, how());
  }

  private static String ending(int code) {
    if (code == OUT_OF_MEMORY) {
      return "it took more memory than a companion may have";
    }
    return code > SIGNALS
        ? "it crashed, with signal " + (code - SIGNALS)
        : "it ended, with exit code " + code;
  }

  private void giveUp() {
    var over = new IOException(isWanted ? "it was ended" : how());
    for (var number : List.copyOf(waiting.keySet())) {
      var answer = waiting.remove(number);
      if (answer != null) {
        answer.completeExceptionally(over);
      }
    }
  }

  /// With whatever it had started.
  private void kill(String why) {
    because(why);
    if (process.isAlive()) {
      Signals.sendToGroup(process.pid(), Signals.KILL);
      process.destroyForcibly(); // it may not have got as far as having a group
    }
  }

  private synchronized void because(String why) {
    if (reason == null) {
      reason = why;
    }
  }

  /// Lets it end by itself, and kills it if it does not; waits for that.
  void end() {
    isWanted = true;
    boolean _ = questions.offer(NO_MORE); // if there is no room somebody looks soon enough
    try {
      if (!process.waitFor(ENDING_MAX)) {
        kill("it was ended");
        boolean _ = process.waitFor(ENDING_MAX);
      }
    } catch (InterruptedException _) {
      kill("it was ended");
      Thread.currentThread().interrupt();
    }
  }
}
