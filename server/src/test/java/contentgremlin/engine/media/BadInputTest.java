package contentgremlin.engine.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.MediaType;
import contentgremlin.item.Rendition.Kind;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What strangers send: each file ends in a clear sentence, and nothing broken is published.
class BadInputTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder.resolve("home"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Path write(String name, byte[] bytes) throws Exception {
    return Files.write(folder.resolve(name), bytes);
  }

  private Bench.Outcome process(String name, byte[] bytes) throws Exception {
    return bench.process(write(name, bytes));
  }

  @Test
  void an_empty_file_is_refused() throws Exception {
    var outcome = process("empty.mp4", new byte[0]);
    assertThat(outcome.failure()).isEqualTo("The file is empty: it has no bytes at all.");
    assertThat(outcome.hopeless()).isTrue();
  }

  @Test
  void an_archive_named_mp4_is_refused_as_what_it_is() throws Exception {
    var file = folder.resolve("film.mp4");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("deep/deep/deep.zip"));
      zip.write(new byte[1000]);
    }
    var outcome = bench.process(file);
    assertThat(outcome.failure())
        .isEqualTo("This is a ZIP archive, not a video, song, picture or document.");
    assertThat(outcome.hopeless()).isTrue();
  }

  @Test
  void noise_is_refused() throws Exception {
    var noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    var outcome = process("noise.mp4", noise);
    assertThat(outcome.failure()).isNotEmpty();
    assertThat(outcome.rendition(Kind.HLS)).isEmpty();
  }

  @Test
  void text_named_mp4_is_a_document() throws Exception {
    var outcome = process("letter.mp4", "Dear all,\nçà va?\n".getBytes(UTF_8));
    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.item().type()).isEqualTo(MediaType.DOCUMENT);
    assertThat(outcome.item().facts().format()).isEqualTo("text/plain");
  }

  @Test
  void playlists_that_name_other_files_are_refused() throws Exception {
    for (String text :
        new String[] {
          "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n",
          "ffconcat version 1.0\nfile /etc/passwd\n",
          "<?xml version=\"1.0\"?><MPD><BaseURL>/etc/passwd</BaseURL></MPD>"
        }) {
      var outcome = process("list.mp4", text.getBytes(UTF_8));
      assertThat(outcome.failure()).contains("playlist");
      assertThat(outcome.hopeless()).isTrue();
    }
  }

  /// Found by ffmpeg's own guessing, not by ours: a playlist behind bytes that hide it from us.
  @Test
  void a_hidden_playlist_opens_nothing() throws Exception {
    var text = "\0#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n".getBytes(ISO_8859_1);
    var outcome = process("list.m3u8", text);
    assertThat(outcome.failure()).isEqualTo(ProbeHandler.UNKNOWN);
  }

  @Test
  void a_film_cut_short_fails_with_its_reason() throws Exception {
    var whole =
        Bench.make(
            folder.resolve("whole.mp4"),
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x240:r=25:d=4",
            "-g",
            "25",
            "-movflags",
            "+faststart");
    var bytes = Files.readAllBytes(whole);
    var outcome = process("cut.mp4", Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(outcome.failure()).contains("The file says that it lasts 4.0 s, but only");
    assertThat(outcome.hopeless()).isTrue();
    assertThat(outcome.rendition(Kind.HLS)).isEmpty();
  }

  @Test
  void a_film_without_its_index_is_damaged() throws Exception {
    var whole =
        Bench.make(folder.resolve("whole.mp4"), "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2");
    var bytes = Files.readAllBytes(whole);
    var outcome = process("cut.mp4", Arrays.copyOf(bytes, bytes.length - 1500));
    assertThat(outcome.failure()).contains("damaged or incomplete");
    assertThat(outcome.hopeless()).isTrue();
  }

  @Test
  void a_picture_bomb_is_refused_by_its_header() throws Exception {
    var outcome = process("bomb.png", png(60_000, 60_000));
    assertThat(outcome.failure()).contains("3600 million pixels");
    assertThat(outcome.hopeless()).isTrue();
  }

  @Test
  void a_picture_cut_short_is_refused() throws Exception {
    var whole =
        Bench.make(
            folder.resolve("whole.jpg"),
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=800x600",
            "-frames:v",
            "1");
    var bytes = Files.readAllBytes(whole);
    var outcome = process("cut.jpg", Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(outcome.failure()).startsWith("The picture can't be decoded");
    assertThat(outcome.hopeless()).isTrue();
  }

  @Test
  void a_drawing_reads_no_other_file() throws Exception {
    Bench.make(
        folder.resolve("secret.png"), "-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1");
    var drawing =
        """
        <?xml version="1.0"?>
        <!DOCTYPE svg [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="100">
        <rect width="100" height="100" fill="white"/>
        <image xlink:href="secret.png" width="100" height="100"/>
        <image xlink:href="file://%s" width="100" height="100"/>
        <text y="50" font-size="100">&secret;</text></svg>
        """
            .formatted(folder.resolve("secret.png"));
    var outcome = process("drawing.svg", drawing.getBytes(UTF_8));
    if (outcome.failure().isEmpty()) {
      var picture = outcome.folder(Kind.IMAGE).resolve("400.jpg");
      String colours =
          Bench.tool(
              contentgremlin.job.Tool.Program.FFMPEG,
              "-i",
              picture.toString(),
              "-vf",
              "scale=1:1,format=rgb24",
              "-f",
              "framecrc",
              "-");
      var white =
          Bench.make(
              folder.resolve("white.jpg"),
              "-f",
              "lavfi",
              "-i",
              "color=white:s=400x400",
              "-frames:v",
              "1");
      assertThat(lastField(colours))
          .isEqualTo(
              lastField(
                  Bench.tool(
                      contentgremlin.job.Tool.Program.FFMPEG,
                      "-i",
                      white.toString(),
                      "-vf",
                      "scale=1:1,format=rgb24",
                      "-f",
                      "framecrc",
                      "-")));
    } else {
      assertThat(outcome.hopeless()).isTrue();
    }
  }

  private static String lastField(String frames) {
    return frames.strip().substring(frames.strip().lastIndexOf(',') + 1);
  }

  /// A valid header, and no pixels.
  private static byte[] png(int width, int height) {
    var header = ByteBuffer.allocate(17).put("IHDR".getBytes(ISO_8859_1));
    header.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
    var crc = new CRC32();
    crc.update(header.array());
    return ByteBuffer.allocate(8 + 4 + 17 + 4 + 12)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
        .putInt(13)
        .put(header.array())
        .putInt((int) crc.getValue())
        .putInt(0)
        .put("IDAT".getBytes(ISO_8859_1))
        .putInt(0x35af061e)
        .array();
  }
}
