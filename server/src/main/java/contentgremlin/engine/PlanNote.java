package contentgremlin.engine;

import contentgremlin.job.Limits;
import contentgremlin.job.Observation;
import contentgremlin.job.Progress;
import contentgremlin.job.Tool;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a later run of the server needs to know of a plan to watch over its tools: a plan is made
/// only once per attempt, so it is noted in the attempt's folder.
///
/// @param tools the programs, in their order
/// @param media how long the medium is that they work through; zero if that makes no sense
record PlanNote(List<Tool.Program> tools, Limits limits, Duration media) {
  private static final String FILE = "plan";
  private static final double FRACTION_MADE = 0.98;

  /// For an attempt whose note is gone: patient, but not for ever.
  private static final PlanNote LOST =
      new PlanNote(
          List.of(), new Limits(Duration.ofHours(24), Duration.ofMinutes(10), 0, 0), Duration.ZERO);

  /// @param stall how long an administrator lets tools be silent; null: as long as the plan says
  static PlanNote of(JobHandler.Plan.Run run, @Nullable Duration stall) {
    var planned = run.limits();
    var limits =
        new Limits(
            planned.time(),
            stall == null ? planned.stall() : stall,
            planned.memoryBytes(),
            planned.fileBytes());
    return new PlanNote(run.tools().stream().map(Tool::program).toList(), limits, run.media());
  }

  void write(Path folder) throws IOException {
    Files.writeString(
        folder.resolve(FILE),
        """
        tools=%s
        time=%s
        stall=%s
        memory=%d
        file=%d
        media=%s
        """
            .formatted(
                String.join(",", tools.stream().map(Enum::name).toList()),
                limits.time(),
                limits.stall(),
                limits.memoryBytes(),
                limits.fileBytes(),
                media));
  }

  static PlanNote read(Path folder) throws IOException {
    var note = new Properties();
    try {
      note.load(new StringReader(Files.readString(folder.resolve(FILE))));
    } catch (NoSuchFileException _) {
      return LOST;
    }
    return new PlanNote(
        Stream.of(note.getProperty("tools").split(",", -1)).map(Tool.Program::valueOf).toList(),
        new Limits(
            Duration.parse(note.getProperty("time")),
            Duration.parse(note.getProperty("stall")),
            Long.parseLong(note.getProperty("memory")),
            Long.parseLong(note.getProperty("file"))),
        Duration.parse(note.getProperty("media")));
  }

  /// How far the tools are. The first run of ffmpeg works through the medium; what comes after it
  /// only looks at what it made.
  Progress progress(Observation.Alive seen) {
    int work = tools.indexOf(Tool.Program.FFMPEG);
    if (work < 0 || media.isZero()) {
      return new Progress(-1, seen.media(), seen.speed(), null);
    }
    if (seen.tool() > work) {
      return new Progress(FRACTION_MADE, media, 0, null);
    }
    double done = Math.min(1, (double) seen.media().toNanos() / media.toNanos());
    return new Progress(done * FRACTION_MADE, seen.media(), seen.speed(), remaining(done, seen));
  }

  private @Nullable Duration remaining(double done, Observation.Alive seen) {
    return seen.speed() <= 0
        ? null
        : Duration.ofMillis((long) ((1 - done) * media.toMillis() / seen.speed()));
  }
}
