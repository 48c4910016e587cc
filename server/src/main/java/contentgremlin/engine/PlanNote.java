package contentgremlin.engine;

import contentgremlin.job.Limits;
import contentgremlin.job.Observation;
import contentgremlin.job.Progress;
import java.io.IOException;
import java.io.StringReader;
import java.lang.System.Logger.Level;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a later run of the server needs to know of a plan to watch over its tools: a plan is made
/// only once per attempt, so it is noted in the attempt's folder.
///
/// @param shares of the work that each tool does, in their order
/// @param media how long the medium is that they work through; zero if that makes no sense
/// @param kept how much of it an earlier attempt has done
public record PlanNote(List<Double> shares, Limits limits, Duration media, Duration kept) {
  private static final System.Logger LOG = System.getLogger(PlanNote.class.getName());
  private static final String FILE = "plan";

  /// For an attempt whose note is gone: patient, but not for ever.
  private static final PlanNote LOST =
      new PlanNote(
          List.of(),
          new Limits(Duration.ofHours(24), Duration.ofMinutes(10), 0, 0),
          Duration.ZERO,
          Duration.ZERO);

  /// @param stall how long an administrator lets tools be silent; null: as long as the plan says
  static PlanNote of(JobHandler.Plan.Run run, @Nullable Duration stall) {
    var planned = run.limits();
    var limits = stall == null || planned.isIdle() ? planned : planned.stalling(stall);
    return new PlanNote(run.shares(), limits, run.media(), run.kept());
  }

  /// The same for tools that only look at what came of the others.
  PlanNote afterAll() {
    return new PlanNote(List.of(), limits, Duration.ZERO, Duration.ZERO);
  }

  void write(Path folder) throws IOException {
    Files.writeString(
        folder.resolve(FILE),
        """
        shares=%s
        time=%s
        stall=%s
        memory=%d
        file=%d
        written=%d
        media=%s
        kept=%s
        """
            .formatted(
                shares.stream().map(String::valueOf).collect(Collectors.joining(",")),
                limits.time(),
                limits.stall(),
                limits.memoryBytes(),
                limits.fileBytes(),
                limits.writtenBytes(),
                media,
                kept));
  }

  /// A note that was damaged, by a full disk or a power cut, is as good as none.
  static PlanNote read(Path folder) throws IOException {
    try {
      var note = new Properties();
      note.load(new StringReader(Files.readString(folder.resolve(FILE))));
      return parse(note);
    } catch (NoSuchFileException | CharacterCodingException _) {
      return LOST;
    } catch (IllegalArgumentException | DateTimeException e) {
      LOG.log(Level.WARNING, "the plan in " + folder + " can't be read; watching patiently", e);
      return LOST;
    }
  }

  private static PlanNote parse(Properties note) {
    return new PlanNote(
        shares(note),
        new Limits(
            Duration.parse(word(note, "time")),
            Duration.parse(word(note, "stall")),
            Long.parseLong(word(note, "memory")),
            Long.parseLong(word(note, "file")),
            Long.parseLong(note.getProperty("written", "0"))),
        Duration.parse(word(note, "media")),
        Duration.parse(note.getProperty("kept", "PT0S")));
  }

  private static String word(Properties note, String name) {
    var word = note.getProperty(name);
    if (word == null) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return word;
  }

  /// Notes of version 1 name the programs instead, of which ffmpeg's first run does all.
  private static List<Double> shares(Properties note) {
    String programs = note.getProperty("tools", "");
    return Stream.of(
            note.getProperty("shares", programs.startsWith("FFMPEG") ? "0.98" : "").split(",", -1))
        .filter(share -> !share.isEmpty())
        .map(Double::valueOf)
        .toList();
  }

  /// How far the tools are, after what was kept of an earlier attempt.
  Progress progress(Observation.Alive seen) {
    double before = shares.stream().limit(seen.tool()).mapToDouble(share -> share).sum();
    if (before == 0 && (shares.isEmpty() || media.isZero() || share(seen.tool()) == 0)) {
      return new Progress(-1, seen.media(), seen.speed(), null);
    }
    double share = share(seen.tool());
    if (share == 0 || media.isZero()) {
      return new Progress(before, media, 0, null);
    }
    var reached = seen.media().compareTo(kept) < 0 ? kept : seen.media();
    double done = Math.min(1, (double) reached.toNanos() / media.toNanos());
    double speed = speed(seen);
    boolean last = share(seen.tool() + 1) == 0;
    return new Progress(
        before + done * share, reached, speed, last ? remaining(done, speed) : null);
  }

  /// The tool divides all the media before it by its time, and did not make what was kept.
  private double speed(Observation.Alive seen) {
    double made = seen.media().minus(kept).toNanos();
    return made <= 0 ? 0 : seen.speed() * made / seen.media().toNanos();
  }

  private double share(int tool) {
    return tool < shares.size() ? shares.get(tool) : 0;
  }

  private @Nullable Duration remaining(double done, double speed) {
    return speed <= 0 ? null : Duration.ofMillis((long) ((1 - done) * media.toMillis() / speed));
  }
}
