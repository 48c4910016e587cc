package contentgremlin.probe;

import contentgremlin.library.FileName;
import contentgremlin.library.ProbeOrder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Makes real tagged media with the ffmpeg that is brought along.
public final class Samples {
  private static final Path PROGRAMS = Path.of(System.getProperty("contentgremlin.programs"));
  private static final long SECONDS_MAX = 60;

  private static final List<String> TAGS =
      List.of(
          "title=Schöne Grüße 日本",
          "artist=Ünï & Cø",
          "album=Live: “Zürich”",
          "album_artist=Various",
          "track=3/12",
          "disc=1/2",
          "date=2004-05-01",
          "genre=Rock",
          "composer=Йозеф",
          "comment=Hello");

  /// Names of songs, and how ffmpeg is to write them.
  static final Map<String, String> SONGS =
      Map.ofEntries(
          Map.entry("constant.mp3", "-b:a 96k -id3v2_version 3"),
          Map.entry("changing.mp3", "-q:a 4 -id3v2_version 4 -write_id3v1 1"),
          Map.entry("silent.mp3", "-b:a 64k -write_xing 0 -id3v2_version 3"),
          Map.entry("low.mp3", "-ar 22050 -ac 1 -b:a 32k"),
          Map.entry("song.mp2", "-c:a mp2"),
          Map.entry("song.flac", "-c:a flac"),
          Map.entry("song.ogg", "-c:a vorbis -strict experimental"),
          Map.entry("song.opus", "-c:a libopus"),
          Map.entry("flac.ogg", "-c:a flac"),
          Map.entry("song.m4a", "-c:a aac"),
          Map.entry("fast.m4a", "-c:a aac -movflags +faststart"),
          Map.entry("lossless.m4a", "-c:a alac"),
          Map.entry("song.wav", "-c:a pcm_s16le"),
          Map.entry("deep.wav", "-c:a pcm_s24le -write_id3v2 1"),
          Map.entry("song.aiff", "-write_id3v2 1"),
          Map.entry("song.wma", ""),
          Map.entry("song.mka", "-c:a flac"),
          Map.entry("song.wv", ""),
          Map.entry("song.tta", ""));

  static final Map<String, String> FILMS =
      Map.ofEntries(
          Map.entry("film.mp4", "-c:v libx264 -pix_fmt yuv420p -c:a aac"),
          Map.entry("deep.mp4", "-c:v libx264 -pix_fmt yuv420p10le -c:a aac"),
          Map.entry("film.mov", "-c:v libx264 -pix_fmt yuv420p -c:a aac"),
          Map.entry("film.mkv", "-c:v libx264 -pix_fmt yuv420p -c:a vorbis -strict experimental"),
          Map.entry("film.webm", "-c:v libvpx-vp9 -deadline realtime -c:a libopus"),
          Map.entry("film.avi", "-c:v mpeg4 -c:a libmp3lame"),
          Map.entry("film.ts", "-c:v mpeg2video -c:a mp2"),
          Map.entry("film.wmv", "-c:v wmv2 -c:a wmav2"));

  private Samples() {}

  /// One of [#SONGS].
  static Path song(Path folder, String name) throws IOException {
    return song(folder, name, Objects.requireNonNull(SONGS.get(name)));
  }

  /// One of [#FILMS].
  static Path film(Path folder, String name) throws IOException {
    return film(folder, name, Objects.requireNonNull(FILMS.get(name)));
  }

  /// Each with another noise, so that none is like another.
  static Path song(Path folder, String name, String how, String... more) throws IOException {
    var line = new ArrayList<String>(List.of("-f", "lavfi", "-i"));
    line.add("anoisesrc=d=4:a=0.1:r=44100:s=" + Math.abs(name.hashCode() % 10_000));
    line.addAll(List.of("-ac", "2"));
    return write(folder.resolve(name), line, how, more);
  }

  static Path film(Path folder, String name, String how, String... more) throws IOException {
    var line = new ArrayList<String>(List.of("-f", "lavfi", "-i"));
    line.addAll(List.of("testsrc2=s=320x180:d=2:r=25", "-f", "lavfi", "-i"));
    line.addAll(List.of("anoisesrc=d=2:a=0.1:r=44100", "-ac", "2"));
    return write(folder.resolve(name), line, how, more);
  }

  static Path picture(Path folder, String name, int width, int height) throws IOException {
    var source = "testsrc2=s=%dx%d:d=1:r=1".formatted(width, height);
    run("ffmpeg", folder, List.of("-f", "lavfi", "-i", source, "-frames:v", "1", name));
    return folder.resolve(name);
  }

  /// The same song with a cover.
  static Path covered(Path song, Path cover, String name) throws IOException {
    var target = song.resolveSibling(name);
    var line = new ArrayList<String>(List.of("-i", song.toString(), "-i", cover.toString()));
    line.addAll(List.of("-map", "0", "-map", "1", "-c", "copy"));
    line.addAll(List.of("-disposition:v", "attached_pic", target.toString()));
    run("ffmpeg", folder(song), line);
    return target;
  }

  /// The same media under other tags.
  static Path retagged(Path file, String name) throws IOException {
    var target = file.resolveSibling(name);
    var line = new ArrayList<String>(List.of("-i", file.toString(), "-map", "0", "-c", "copy"));
    var title = "title=" + "Another, and a much longer one".repeat(20);
    line.addAll(List.of("-metadata", title));
    if (name.matches(".*\\.(ogg|opus)")) {
      line.addAll(List.of("-metadata:s", title)); // where Ogg keeps its tags
    }
    line.addAll(List.of("-metadata", "artist=", target.toString()));
    run("ffmpeg", folder(file), line);
    return target;
  }

  private static Path write(Path target, List<String> input, String how, String... more)
      throws IOException {
    var line = new ArrayList<>(input);
    for (var tag : TAGS) {
      line.addAll(List.of("-metadata", tag));
    }
    if (!how.isEmpty()) {
      line.addAll(List.of(how.split(" ", -1)));
    }
    line.addAll(List.of(more));
    line.add(target.toString());
    run("ffmpeg", folder(target), line);
    return target;
  }

  /// As ffprobe tells it.
  static String probed(Path file, List<String> arguments) throws IOException {
    return run("ffprobe", folder(file), arguments);
  }

  private static Path folder(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private static String run(String program, Path folder, List<String> arguments)
      throws IOException {
    var line = new ArrayList<String>(List.of(PROGRAMS.resolve("ffmpeg/" + program).toString()));
    if (program.equals("ffmpeg")) {
      line.addAll(List.of("-v", "error", "-nostdin", "-y", "-bitexact"));
    }
    line.addAll(arguments);
    var said = new File(folder.toFile(), program + ".out");
    var builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().put("LD_LIBRARY_PATH", PROGRAMS + "/ffmpeg:" + PROGRAMS + "/stubs");
    builder.redirectErrorStream(true).redirectOutput(said);
    var process = builder.start();
    try {
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(line + " failed: " + Files.readString(said.toPath()));
      }
      return Files.readString(said.toPath());
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(said.toPath());
    }
  }

  /// The order to read a file as it is now.
  public static ProbeOrder order(long number, Path file) throws IOException {
    var time = (FileTime) Files.getAttribute(file, "unix:lastModifiedTime");
    var at = time.toInstant();
    return new ProbeOrder(
        number,
        FileName.decode(file.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        Files.size(file),
        at.getEpochSecond() * 1_000_000_000L + at.getNano());
  }
}
