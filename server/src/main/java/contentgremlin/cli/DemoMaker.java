package contentgremlin.cli;

import contentgremlin.job.Limits;
import contentgremlin.job.Observation;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Has ffmpeg make the demo's files. Not thread-safe.
final class DemoMaker {
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final Limits LIMITS =
      new Limits(Duration.ofMinutes(10), Duration.ofMinutes(2), 4L << 30, 1L << 30);
  private static final int LOG_BYTES_MAX = 2_000;

  private final Supervisor supervisor;
  private final Bars bars;

  DemoMaker(Supervisor supervisor, Bars bars) {
    this.supervisor = supervisor;
    this.bars = bars;
  }

  /// @param parent where a folder for it is made
  /// @return the file
  Path make(DemoFile file, Path parent) throws IOException, InterruptedException {
    var folder = Files.createDirectories(parent.resolve(file.name() + ".parts"));
    for (var text : file.texts()) {
      Files.writeString(folder.resolve(text.name()), text.content());
    }
    var bar = bars.add("Making " + file.title());
    await(file, folder, supervisor.start(folder, file.tools(), LIMITS), bar);
    var made = folder.resolve(file.name());
    if (file.name().endsWith(".jpg")) {
      Files.write(made, ExifSegment.insertInto(Files.readAllBytes(made)));
    }
    bar.end("made, " + Texts.bytes(Files.size(made)));
    return made;
  }

  private void await(DemoFile file, Path folder, ProcessIdentity leader, Bars.Bar bar)
      throws IOException, InterruptedException {
    try {
      for (boolean ended = false; !ended; ) {
        supervisor.await(folder, leader, PATIENCE);
        ended = look(file, folder, leader, bar);
      }
    } catch (InterruptedException stopped) {
      supervisor.signal(folder, leader, true);
      throw stopped;
    }
  }

  /// @return whether it is made
  private boolean look(DemoFile file, Path folder, ProcessIdentity leader, Bars.Bar bar)
      throws IOException {
    return switch (supervisor.observe(folder, leader)) {
      case Observation.Alive(_, _, var media, var speed, var bytes, _, _, _) -> {
        double length = file.length().toMillis();
        bar.set(
            length == 0 ? -1 : media.toMillis() / length,
            speed > 0 ? "%.1f×".formatted(speed) : Texts.bytes(bytes));
        yield false;
      }
      case Observation.Ended(_, var code) -> {
        if (code != 0) {
          throw failed(file, folder, "ended with " + code);
        }
        yield true;
      }
      case Observation.Gone() -> throw failed(file, folder, "was ended from outside");
    };
  }

  private CommandException failed(DemoFile file, Path folder, String how) throws IOException {
    return CommandException.failed(
        "ffmpeg could not make %s: it %s%n%s"
            .formatted(file.name(), how, supervisor.logTail(folder, LOG_BYTES_MAX)));
  }
}
