package contentgremlin.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Makes trees of real, tagged MP3 files: one second of sound each, twelve to an album, a cover
/// beside them.
final class AudioTree {
  static final int TRACKS = 12;
  private static final int ALBUMS_PER_ARTIST = 4;
  private static final int GENRES = 20;
  private static final int YEAR_FIRST = 1960;
  private static final int YEARS = 60;
  private static final int SYNC_SAFE_BITS = 7;

  private final Path programs;

  /// @param programs the folder with `ffmpeg/` in it
  AudioTree(Path programs) {
    this.programs = programs;
  }

  /// @return how many albums there are
  int make(Path root, int files) throws IOException, InterruptedException {
    var sound = Files.createTempFile("sound", ".mp3");
    var cover = Files.createTempFile("cover", ".jpg");
    ffmpeg(
        List.of(
            "-f",
            "lavfi",
            "-i",
            "sine=440:duration=1",
            "-b:a",
            "64k",
            "-write_id3v1",
            "0",
            "-id3v2_version",
            "0",
            sound.toString()));
    ffmpeg(
        List.of("-f", "lavfi", "-i", "testsrc2=size=500x500", "-frames:v", "1", cover.toString()));
    var audio = Files.readAllBytes(sound);
    int albums = 0;
    for (int made = 0; made < files; albums++) {
      var artist = "Artist " + albums / ALBUMS_PER_ARTIST;
      var folder = root.resolve(artist).resolve("Album " + albums);
      Files.createDirectories(folder);
      Files.copy(cover, folder.resolve("cover.jpg"));
      for (int track = 1; track <= TRACKS && made < files; track++, made++) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(tag(artist, albums, track, made));
        file.writeBytes(audio);
        Files.write(folder.resolve("%02d Song %d.mp3".formatted(track, made)), file.toByteArray());
      }
    }
    Files.delete(sound);
    Files.delete(cover);
    return albums;
  }

  private void ffmpeg(List<String> arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<String>();
    command.add(programs.resolve("ffmpeg/ffmpeg").toString());
    command.addAll(List.of("-y", "-loglevel", "error"));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).inheritIO();
    builder
        .environment()
        .put("LD_LIBRARY_PATH", programs.resolve("ffmpeg") + ":" + programs.resolve("stubs"));
    if (builder.start().waitFor() != 0) {
      throw new IOException("ffmpeg failed: " + command);
    }
  }

  /// ID3v2.4 (id3.org).
  private static byte[] tag(String artist, int album, int track, int number) {
    var frames = new ByteArrayOutputStream();
    Map.of(
            "TIT2", "Song " + number,
            "TPE1", artist,
            "TPE2", artist,
            "TALB", "Album " + album,
            "TRCK", track + "/" + TRACKS,
            "TDRC", "" + (YEAR_FIRST + album % YEARS),
            "TCON", "Genre " + album % GENRES)
        .forEach((id, text) -> frames.writeBytes(frame(id, text)));
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(new byte[] {'I', 'D', '3', 4, 0, 0});
    whole.writeBytes(syncSafe(frames.size()));
    whole.writeBytes(frames.toByteArray());
    return whole.toByteArray();
  }

  private static byte[] frame(String id, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(id.getBytes(StandardCharsets.US_ASCII));
    frame.writeBytes(syncSafe(bytes.length + 1));
    frame.writeBytes(new byte[] {0, 0, 3});
    frame.writeBytes(bytes);
    return frame.toByteArray();
  }

  private static byte[] syncSafe(int size) {
    var bytes = new byte[4];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ((size >> (SYNC_SAFE_BITS * (bytes.length - 1 - i))) & 0x7f);
    }
    return bytes;
  }
}
