package contentgremlin.process;

import contentgremlin.job.Tool;
import contentgremlin.machine.Capacity;
import contentgremlin.machine.Surveyor;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks at the machine that this process runs on. Thread-safe.
public final class LocalMachine implements Surveyor {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final String MEMORY_TOTAL = "MemTotal:";

  /// What encoders in hardware are reached by.
  private static final List<String> DEVICES = List.of("dri/renderD*", "nvidia*", "video*");

  private static final int DEVICES_MAX = 100;

  private final Programs programs;
  private final Path home;

  /// @param home whose disk counts
  public LocalMachine(Programs programs, Path home) {
    this.programs = programs;
    this.home = home;
  }

  @Override
  public Survey survey() throws IOException {
    var capacity =
        new Capacity(
            Runtime.getRuntime().availableProcessors(),
            memory(),
            Math.max(0, Files.getFileStore(home).getTotalSpace()));
    return new Survey(Files.readString(HOST_NAME).strip(), capacity, new Hypervisors().find());
  }

  private static long memory() throws IOException {
    for (var line : Files.readAllLines(MEMORY)) {
      if (line.startsWith(MEMORY_TOTAL)) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException(MEMORY + " does not tell how much memory there is");
  }

  /// Its size and time, and the names of the devices: whoever brings another program or another
  /// card has them tried again.
  @Override
  public String mark() throws IOException {
    var words = new ArrayList<String>();
    var ffmpeg = program();
    if (ffmpeg != null) {
      words.add(Files.size(ffmpeg) + "-" + Files.getLastModifiedTime(ffmpeg).toMillis());
    }
    for (var pattern : DEVICES) {
      words.addAll(devices(pattern));
    }
    return words.isEmpty() ? "none" : String.join(" ", words);
  }

  private @Nullable Path program() {
    var name = programs.of(Tool.Program.FFMPEG).command().getFirst();
    return name.contains("/") ? Path.of(name) : Hypervisors.onPath(name);
  }

  private static List<String> devices(String pattern) throws IOException {
    var below = Path.of("/dev", pattern);
    var found = new ArrayList<String>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(below.getParent(), below.getFileName().toString())) {
      for (var file : files) {
        if (found.size() < DEVICES_MAX) {
          found.add(file.getFileName().toString());
        }
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      // no such devices here
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    found.sort(null);
    return found;
  }

  @Override
  public Trials encoders() throws IOException, InterruptedException {
    return new EncoderTrial(programs).all();
  }
}
