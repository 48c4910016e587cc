package contentgremlin.process;

import contentgremlin.job.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the outside programs are. Thread-safe.
public final class Programs {
  /// Names the folder that holds `ffmpeg/`, `stubs/` and `vips/`.
  public static final String PROPERTY = "contentgremlin.programs";

  /// Names the file that lets the helper that reads files start faster, if there is one.
  public static final String PROBE_CACHE_PROPERTY = "contentgremlin.probe.cache";

  /// What tools may find besides themselves.
  static final String PATH =
      Objects.requireNonNullElse(System.getenv("PATH"), "/usr/local/bin:/usr/bin:/bin");

  private static final String LIBRARY_PATH = "LD_LIBRARY_PATH";

  private static final List<Path> SYSTEM_LIBRARIES =
      Stream.of(
              "/lib/x86_64-linux-gnu",
              "/usr/lib/x86_64-linux-gnu",
              "/lib64",
              "/usr/lib64",
              "/lib",
              "/usr/lib",
              "/usr/local/lib")
          .map(Path::of)
          .toList();

  /// Pictures are small beside films: their helper gets by with little.
  private static final List<String> IMAGE_OPTIONS =
      List.of(
          "-Xmx128m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:ReservedCodeCacheSize=32m",
          "-XX:MaxMetaspaceSize=64m",
          "-Xshare:auto",
          "--enable-native-access=ALL-UNNAMED");

  private static final String IMAGE_MAIN = "contentgremlin.image.Main";

  /// A probe helper reads headers, and one cover at a time. It ends rather than writing about its
  /// end into whatever folder it was started in. Compiling its few hundred methods any better costs
  /// more than it saves.
  private static final List<String> PROBE_OPTIONS =
      List.of(
          "-Xmx96m",
          "-Xms8m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:ReservedCodeCacheSize=32m",
          "-XX:MaxMetaspaceSize=64m",
          "-XX:CompressedClassSpaceSize=32m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+DisplayVMOutputToStderr", // it would speak in between
          "-XX:+SuppressFatalErrorMessage",
          "-Xlog:disable",
          "--enable-native-access=ALL-UNNAMED");

  private static final String PROBE_MAIN = "contentgremlin.probe.Main";

  /// Whatever native code of others takes is besides.
  private static final List<String> COMPANION_OPTIONS =
      List.of(
          "-Xmx64m",
          "-Xms4m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:ReservedCodeCacheSize=32m",
          "-XX:MaxMetaspaceSize=64m",
          "-XX:CompressedClassSpaceSize=32m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+SuppressFatalErrorMessage", // it would write a file about it
          "-Xlog:disable",
          "-Dfile.encoding=UTF-8",
          "-Dsun.jnu.encoding=UTF-8",
          "--enable-native-access=ALL-UNNAMED");

  private static final String COMPANION_MAIN = "contentgremlin.companion.Main";

  /// @param command the program and the arguments that it always gets
  /// @param environment what it needs besides what all tools get
  record Installed(List<String> command, Map<String, String> environment) {}

  private final Installed ffmpeg;
  private final Installed ffprobe;
  private final Installed image;
  private final Installed probe;
  private final Installed companion;

  private Programs(
      Installed ffmpeg, Installed ffprobe, Installed image, Installed probe, Installed companion) {
    this.ffmpeg = ffmpeg;
    this.ffprobe = ffprobe;
    this.image = image;
    this.probe = probe;
    this.companion = companion;
  }

  /// Those that this process was told of, else what the system has.
  public static Programs find() {
    var folder = System.getProperty(PROPERTY);
    return in(folder == null || folder.isEmpty() ? null : Path.of(folder).toAbsolutePath());
  }

  /// @param folder null: ffmpeg and ffprobe as the system has them
  public static Programs in(@Nullable Path folder) {
    if (folder == null || !Files.isExecutable(folder.resolve("ffmpeg/ffmpeg"))) {
      return new Programs(
          new Installed(List.of("ffmpeg"), Map.of()),
          new Installed(List.of("ffprobe"), Map.of()),
          image(folder),
          probe(folder),
          companion(folder));
    }
    var environment = Map.of(LIBRARY_PATH, libraryPath(folder));
    return new Programs(
        new Installed(List.of(folder.resolve("ffmpeg/ffmpeg").toString()), environment),
        new Installed(List.of(folder.resolve("ffmpeg/ffprobe").toString()), environment),
        image(folder),
        probe(folder),
        companion(folder));
  }

  /// What a [HelperPool] runs.
  Installed probe() {
    return probe;
  }

  /// What [CompanionHouse] runs.
  Installed companion() {
    return companion;
  }

  Installed of(Tool.Program program) {
    return switch (program) {
      case FFMPEG -> ffmpeg;
      case FFPROBE -> ffprobe;
      case IMAGE -> image;
    };
  }

  /// ffmpeg as built asks for libraries of a desktop that it never calls here. Where the system
  /// lacks one of them, empty ones of the same name take their place.
  private static String libraryPath(Path folder) {
    var own = folder.resolve("ffmpeg").toString();
    var stubs = folder.resolve("stubs");
    return Files.isDirectory(stubs) && !systemHasAll(stubs) ? own + ":" + stubs : own;
  }

  private static boolean systemHasAll(Path stubs) {
    try (Stream<Path> names = Files.list(stubs)) {
      return names.map(stub -> stub.getFileName().toString()).allMatch(Programs::systemHas);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + stubs, e);
    }
  }

  private static boolean systemHas(String library) {
    return SYSTEM_LIBRARIES.stream().anyMatch(folder -> Files.exists(folder.resolve(library)));
  }

  private static Installed image(@Nullable Path folder) {
    return new Installed(helper(IMAGE_OPTIONS, folder, IMAGE_MAIN), Map.of());
  }

  private static Installed probe(@Nullable Path folder) {
    var cache = System.getProperty(PROBE_CACHE_PROPERTY, "");
    var options = new ArrayList<>(PROBE_OPTIONS);
    if (!cache.isEmpty() && Files.isReadable(Path.of(cache))) {
      options.add("-XX:AOTCache=" + cache);
    }
    return new Installed(helper(options, folder, PROBE_MAIN), Map.of());
  }

  private static Installed companion(@Nullable Path folder) {
    return new Installed(helper(COMPANION_OPTIONS, folder, COMPANION_MAIN), Map.of());
  }

  /// Helpers are a part of this very program, run by the same Java.
  private static List<String> helper(List<String> options, @Nullable Path folder, String main) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    if (folder != null) {
      command.add("-D" + PROPERTY + "=" + folder);
    }
    command.addAll(List.of("-cp", classPath(), main));
    return List.copyOf(command);
  }

  /// Absolute, since tools run in another folder.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(":", -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(":"));
  }
}
