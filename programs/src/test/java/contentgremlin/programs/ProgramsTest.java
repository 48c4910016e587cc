package contentgremlin.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What the build put together really starts, with the stubs before whatever this machine has.
final class ProgramsTest {
  private static final Path PROGRAMS = Path.of("target/programs").toAbsolutePath();

  @Test
  void ffmpegEncodesWithStubsInsteadOfDesktopLibraries() throws Exception {
    var ended =
        run(
            List.of(
                PROGRAMS.resolve("ffmpeg/ffmpeg").toString(),
                "-v",
                "warning",
                "-nostdin",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=128x72:duration=1",
                "-c:v",
                "libx264",
                "-f",
                "null",
                "-"));

    assertThat(ended).isEqualTo(new Ended(0, ""));
  }

  @Test
  void theLinkerTakesTheStubs() throws Exception {
    var ended = run(List.of("ldd", PROGRAMS.resolve("ffmpeg/ffmpeg").toString()));

    assertThat(ended.code()).isZero();
    for (var stub : Stubs.ALL) {
      assertThat(ended.output()).contains(PROGRAMS.resolve("stubs/" + stub.name()).toString());
    }
    assertThat(ended.output()).doesNotContain("not found", "no version information");
  }

  @Test
  void ffprobeKnowsItsVersion() throws Exception {
    var ended = run(List.of(PROGRAMS.resolve("ffmpeg/ffprobe").toString(), "-version"));

    assertThat(ended.code()).isZero();
    assertThat(ended.output()).startsWith("ffprobe version 8.");
  }

  @Test
  void theFolderHoldsOneLibvips() throws Exception {
    try (var files = Files.list(PROGRAMS.resolve("vips"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.startsWith("libvips-cpp.so."))
          .hasSize(1);
    }
  }

  @Test
  void namesAreHashedAsTheLinkerHashesThem() {
    // From the C library's own version table: readelf shows 0x0d696910 for GLIBC_2.0.
    assertThat(StubLibrary.hash("GLIBC_2.0")).isEqualTo(0x0d696910);
  }

  private record Ended(int code, String output) {}

  private static Ended run(List<String> command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder
        .environment()
        .put("LD_LIBRARY_PATH", PROGRAMS.resolve("ffmpeg") + ":" + PROGRAMS.resolve("stubs"));
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), output);
  }
}
