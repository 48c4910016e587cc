package contentgremlin.process;

import contentgremlin.extend.Companions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/// Runs companions of extensions, each as a Java of its own in a folder of its own. Thread-safe.
public final class CompanionHouse implements Companions {
  /// How long one that crashed twice rests before it is started again; twice as long each time.
  private static final Duration REST = Duration.ofSeconds(1);

  private final Programs.Installed program;
  private final Path folder;
  private final Duration rest;
  private long number;

  /// @param folder of nobody else
  public CompanionHouse(Programs programs, Path folder) {
    this(programs.companion(), folder, REST);
  }

  CompanionHouse(Programs.Installed program, Path folder, Duration rest) {
    this.program = program;
    this.folder = folder.toAbsolutePath();
    this.rest = rest;
  }

  @Override
  public Line open(Order order, Ear ear) {
    return new CompanionPlace(this, order, ear, rest);
  }

  /// A new process, in a new folder. What an earlier server left goes when the first one starts:
  /// not before, since that server may be at work until then.
  synchronized CompanionLife start(Order order, CompanionLife.Watcher watcher) throws IOException {
    if (number == 0) {
      remove(folder);
    }
    number++;
    var own = folder.resolve(order.extension() + "-" + number);
    try {
      Files.createDirectories(own.resolve(CompanionLife.SCRATCH));
      order.kit().unpack(own);
      return CompanionLife.start(program.command(), own, order.type(), watcher);
    } catch (IOException e) {
      remove(own);
      throw e;
    }
  }

  /// As far as that goes; the folder of all goes with the last. What stays since somebody wrote to
  /// it just now, the next server removes.
  synchronized void remove(Path own) {
    try (var all = Files.walk(own)) {
      all.sorted(Comparator.reverseOrder()).forEach(CompanionHouse::removeOne);
    } catch (IOException | UncheckedIOException _) {
      // it is gone already: a companion removes its folder itself, if it can
    }
    removeOne(folder);
  }

  private static void removeOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // there is something in it
    }
  }
}
