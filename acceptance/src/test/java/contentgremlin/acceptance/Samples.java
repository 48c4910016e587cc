package contentgremlin.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Media made on the spot by the package's own ffmpeg, and things that only pretend to be media.
final class Samples {
  private final Path folder;
  private final Path programs = Gremlin.packaged().resolve("programs");

  Samples(Path folder) {
    this.folder = folder;
  }

  /// A film with sound: moving picture, one tone.
  Path film(String name, int seconds, int width, int height) {
    var file = folder.resolve(name);
    ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=%dx%d:rate=25".formatted(width, height),
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=330",
        "-t",
        Integer.toString(seconds),
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-movflags",
        "+faststart",
        file.toString());
    return file;
  }

  Path song(String name, int seconds) {
    var file = folder.resolve(name);
    ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440",
        "-t",
        Integer.toString(seconds),
        "-metadata",
        "title=A Tone",
        "-metadata",
        "artist=The Sines",
        file.toString());
    return file;
  }

  /// A tone of two seconds, with these tags: "artist", "title" …
  Path song(Path file, Map<String, String> tags) {
    var words =
        new ArrayList<String>(List.of("-f", "lavfi", "-i", "sine=frequency=440", "-t", "2"));
    tags.forEach((name, value) -> words.addAll(List.of("-metadata", name + "=" + value)));
    words.add(file.toString());
    ffmpeg(words.toArray(String[]::new));
    return file;
  }

  Path photo(String name, int width, int height) {
    var file = folder.resolve(name);
    ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "mandelbrot=size=%dx%d".formatted(width, height),
        "-frames:v",
        "1",
        file.toString());
    return file;
  }

  Path text(String name, String content) {
    return bytes(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Path bytes(String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The first part of a file, as a broken copy leaves it.
  Path truncated(Path whole, String name, double part) {
    try {
      var bytes = Files.readAllBytes(whole);
      return bytes(name, java.util.Arrays.copyOf(bytes, (int) (bytes.length * part)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Path zip(String name) {
    var file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a/b/c.txt"));
      zip.write(new byte[1 << 20]);
      zip.closeEntry();
      return file;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void ffmpeg(String... arguments) {
    run("ffmpeg", arguments);
  }

  /// What ffprobe says of a file, as one `key=value` line each.
  String probe(Path file, String entries) {
    return run(
        "ffprobe", "-v", "error", "-show_entries", entries, "-of", "default=nw=1", file.toString());
  }

  private String run(String program, String... arguments) {
    try {
      var command = new ArrayList<String>();
      command.add(programs.resolve("ffmpeg").resolve(program).toString());
      if (program.equals("ffmpeg")) {
        command.addAll(List.of("-nostdin", "-v", "error", "-y"));
      }
      command.addAll(List.of(arguments));
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder
          .environment()
          .put("LD_LIBRARY_PATH", programs.resolve("ffmpeg") + ":" + programs.resolve("stubs"));
      var process = builder.start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + " failed:\n" + said);
      }
      return said;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
