package contentgremlin.process;

import contentgremlin.job.Observation;
import contentgremlin.job.ProcessIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a wrapper and its tools tell about themselves in the attempt's folder.
///
/// ```
/// command    what is run: a shell script that can be read, and run again by hand
/// process    "boot-id pid ticks" of the wrapper, then "index pid ticks" of each tool
/// progress   ffmpeg's own words
/// log        what the tools wrote
/// status     "index code" of the last tool; appears at once and whole, when all is over
/// ```
///
/// The tools read strangers' files and write here too, and a disk may be full or lose power: what
/// is not in this form counts as not being there.
record AttemptFolder(Path path) {
  static final String COMMAND = "command";
  static final String PROCESS = "process";
  static final String PROGRESS = "progress";
  static final String LOG = "log";
  static final String STATUS = "status";

  private static final Set<String> OWN_FILES =
      Set.of(COMMAND, PROCESS, PROGRESS, LOG, STATUS, STATUS + ".new");

  /// Later files are not counted: that a stream grows is seen by its time as well.
  private static final int COUNTED_FILES_MAX = 2_000;

  private static final int PROGRESS_TAIL_BYTES = 4_096;
  private static final int STATUS_BYTES_MAX = 64;

  /// A line for each tool, of which an attempt has a handful.
  private static final int PROCESS_BYTES_MAX = 64 << 10;

  private static final Pattern STATUS_FORM = Pattern.compile("(\\d{1,6}) (\\d{1,3})\n");
  private static final Pattern WRAPPER_FORM =
      Pattern.compile("([0-9a-f-]{36}) (\\d{1,10}) (\\d{1,18})");
  private static final Pattern TOOL_FORM = Pattern.compile("(\\d{1,6}) (\\d{1,10}) (\\d{1,18})");

  /// @param index of the tool in its attempt
  record ToolProcess(int index, ProcessIdentity process) {}

  /// @param media zero until the tool says something
  record ToolProgress(Duration media, double speed) {}

  Path file(String name) {
    return path.resolve(name);
  }

  Optional<Observation.Ended> status() throws IOException {
    var words = STATUS_FORM.matcher(head(STATUS, STATUS_BYTES_MAX));
    return words.matches()
        ? Optional.of(
            new Observation.Ended(
                Integer.parseInt(words.group(1)), Integer.parseInt(words.group(2))))
        : Optional.empty();
  }

  /// The wrapper that took this folder, once it has said so.
  Optional<ProcessIdentity> wrapper() throws IOException {
    return processLines().stream().findFirst().flatMap(AttemptFolder::identity);
  }

  /// The tool that was started last.
  Optional<ToolProcess> tool() throws IOException {
    var lines = processLines();
    if (lines.size() < 2) {
      return Optional.empty();
    }
    var words = TOOL_FORM.matcher(lines.getLast());
    if (!words.matches()) {
      return Optional.empty();
    }
    int index = Integer.parseInt(words.group(1));
    long pid = Long.parseLong(words.group(2));
    long ticks = Long.parseLong(words.group(3));
    return identity(lines.getFirst())
        .map(wrapper -> new ToolProcess(index, new ProcessIdentity(wrapper.bootId(), pid, ticks)));
  }

  /// Takes the folder, so that no wrapper can take it any more: each creates this file before it
  /// does anything else, and ends if it is there already.
  ///
  /// @return false if a wrapper was faster
  boolean revoke() throws IOException {
    try {
      Files.createFile(file(PROCESS));
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    }
  }

  /// Lines are appended, each by one write: whatever ends with a line feed is whole.
  private List<String> processLines() throws IOException {
    var text = head(PROCESS, PROCESS_BYTES_MAX);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static Optional<ProcessIdentity> identity(String line) {
    var words = WRAPPER_FORM.matcher(line);
    return words.matches()
        ? Optional.of(
            new ProcessIdentity(
                words.group(1), Long.parseLong(words.group(2)), Long.parseLong(words.group(3))))
        : Optional.empty();
  }

  ToolProgress progress() throws IOException {
    var media = Duration.ZERO;
    double speed = 0;
    for (var line : tail(PROGRESS, PROGRESS_TAIL_BYTES).lines().toList()) {
      if (line.startsWith("out_time_us=")) {
        media = microseconds(line.substring("out_time_us=".length()), media);
      } else if (line.startsWith("speed=")) {
        speed = speed(line.substring("speed=".length()));
      }
    }
    return new ToolProgress(media, speed);
  }

  private static Duration microseconds(String text, Duration before) {
    try {
      return Duration.ofNanos(Math.max(0, Long.parseLong(text.strip())) * 1_000);
    } catch (NumberFormatException _) {
      return before; // "N/A", or a line of which the beginning was cut off
    }
  }

  private static double speed(String text) {
    try {
      return Double.parseDouble(text.replace("x", "").strip());
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /// Bytes of all that the tools made. They rename and remove their files while we look.
  long outputBytes() throws IOException {
    var count = new Count();
    Files.walkFileTree(path, count);
    return count.bytes;
  }

  private final class Count extends SimpleFileVisitor<Path> {
    private long bytes;
    private int files;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!isOwn(file)) {
        bytes += attributes.size();
        files++;
      }
      return files < COUNTED_FILES_MAX ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }

  private boolean isOwn(Path file) {
    return path.equals(file.getParent()) && OWN_FILES.contains(file.getFileName().toString());
  }

  /// The first bytes of a file as text; the empty string if it is not there.
  private String head(String name, int bytesMax) throws IOException {
    try (var channel = Files.newByteChannel(file(name))) {
      return text(channel, bytesMax);
    } catch (NoSuchFileException _) {
      return "";
    }
  }

  /// The last bytes of a file as text; the empty string if it is not there.
  String tail(String name, int bytesMax) throws IOException {
    try (var channel = Files.newByteChannel(file(name))) {
      channel.position(Math.max(0, channel.size() - bytesMax));
      return text(channel, bytesMax);
    } catch (NoSuchFileException _) {
      return "";
    }
  }

  private static String text(SeekableByteChannel channel, int bytesMax) throws IOException {
    var bytes = ByteBuffer.allocate(bytesMax);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // reads on until the buffer is full or the file ends
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }
}
