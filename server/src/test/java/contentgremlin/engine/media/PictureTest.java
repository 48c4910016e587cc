package contentgremlin.engine.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.MediaType;
import contentgremlin.item.Rendition.Kind;
import contentgremlin.job.Tool;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
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

  private Path picture(String name, String... options) throws Exception {
    var arguments =
        new java.util.ArrayList<>(java.util.List.of("-f", "lavfi", "-i", "testsrc2=s=900x600:r=5"));
    arguments.addAll(java.util.List.of(options));
    if (!name.endsWith("gif")) {
      arguments.addAll(java.util.List.of("-frames:v", "1"));
    }
    return Bench.make(folder.resolve(name), arguments.toArray(String[]::new));
  }

  private void assertShown(Bench.Outcome outcome, String format, int width, int height) {
    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.kinds()).containsExactly("probe", "image");
    assertThat(outcome.item().type()).isEqualTo(MediaType.IMAGE);
    assertThat(outcome.item().facts().format()).isEqualTo(format);
    assertThat(outcome.item().facts().width()).isEqualTo(width);
    assertThat(outcome.item().facts().height()).isEqualTo(height);
    assertThat(outcome.rendition(Kind.POSTER).orElseThrow().files()).hasSize(6);
  }

  @Test
  void each_common_kind_is_shown() throws Exception {
    var jpeg = bench.process(picture("a.jpg"));
    assertShown(jpeg, "image/jpeg", 900, 600);
    assertThat(jpeg.rendition(Kind.IMAGE).orElseThrow().details())
        .containsEntry("widths", "400,800,900");
    assertThat(jpeg.folder(Kind.IMAGE)).isDirectoryContaining("glob:**/900.avif");
    assertThat(size(jpeg.folder(Kind.IMAGE).resolve("400.webp"))).isEqualTo("400x267");
    assertThat(size(jpeg.folder(Kind.POSTER).resolve("poster.jpg"))).isEqualTo("900x600");
    assertThat(size(jpeg.folder(Kind.POSTER).resolve("thumbnail.webp"))).isEqualTo("480x320");

    assertShown(bench.process(picture("a.png", "-pix_fmt", "rgba")), "image/png", 900, 600);
    assertShown(bench.process(picture("a.webp")), "image/webp", 900, 600);
    assertShown(bench.process(picture("a.tiff")), "image/tiff", 900, 600);
    assertShown(bench.process(picture("a.bmp")), "image/bmp", 900, 600);
    assertShown(
        bench.process(picture("a.avif", "-c:v", "libsvtav1", "-preset", "12")),
        "image/avif",
        900,
        600);
  }

  @Test
  void tiles_of_a_telephone_s_picture_are_joined() throws Exception {
    var tiles = new java.util.ArrayList<Path>();
    for (String colour : java.util.List.of("red", "lime", "blue", "white")) {
      tiles.add(
          Bench.make(
              folder.resolve(colour + ".mp4"),
              "-f",
              "lavfi",
              "-i",
              "color=" + colour + ":s=256x256",
              "-frames:v",
              "1",
              "-c:v",
              "libx265",
              "-pix_fmt",
              "yuv420p",
              "-tag:v",
              "hvc1",
              "-x265-params",
              "log-level=error:info=0"));
    }
    Heic.grid(tiles, 256, folder.resolve("photo.heic"));
    var outcome = bench.process(folder.resolve("photo.heic"));
    assertShown(outcome, "image/heic", 512, 512);
    // Stored: red, green over blue, white; shown after a quarter turn against the clock.
    assertThat(corners(outcome.folder(Kind.IMAGE).resolve("512.jpg")))
        .isEqualTo("green white / red blue");
  }

  @Test
  void a_raw_picture_shows_what_the_camera_put_into_it() throws Exception {
    var preview = Files.readAllBytes(picture("a.jpg"));
    var raw = new ByteArrayOutputStream();
    raw.write("FUJIFILMCCD-RAW 0201".getBytes(UTF_8));
    raw.write(new byte[1000]);
    raw.write(preview);
    raw.write(new byte[5000]);
    assertShown(
        bench.process(Files.write(folder.resolve("a.raf"), raw.toByteArray())),
        "image/x-raw",
        900,
        600);
  }

  @Test
  void a_moving_gif_keeps_moving() throws Exception {
    var outcome = bench.process(picture("a.gif", "-t", "1", "-vf", "scale=120:-1"));
    assertShown(outcome, "image/gif", 120, 80);
    assertThat(outcome.rendition(Kind.IMAGE).orElseThrow().details())
        .containsEntry("animated", "animated.webp");
    assertThat(
            Files.readString(
                outcome.folder(Kind.IMAGE).resolve("animated.webp"),
                java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("ANIM");
  }

  @Test
  void a_drawing_is_drawn() throws Exception {
    var file = folder.resolve("a.svg");
    Files.writeString(
        file,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"24\" height=\"12\"><circle r=\"5\""
            + " cx=\"6\" cy=\"6\"/></svg>",
        UTF_8);
    var outcome = bench.process(file);
    assertShown(outcome, "image/svg+xml", 24, 12);
    assertThat(size(outcome.folder(Kind.IMAGE).resolve("1600.webp"))).isEqualTo("1600x800");
  }

  @Test
  void a_photo_is_turned_upright_and_loses_its_place() throws Exception {
    var photo = withExif(picture("a.jpg"));
    var outcome = bench.process(photo);
    assertShown(outcome, "image/jpeg", 600, 900);
    assertThat(size(outcome.folder(Kind.IMAGE).resolve("600.jpg"))).isEqualTo("600x900");
    assertThat(outcome.metadata())
        .anyMatch(value -> value.key().equals("camera_model") && value.value().equals("Box"));
    assertThat(outcome.metadata()).noneMatch(value -> value.group().equals("spatial"));
    try (var files = Files.walk(outcome.folder(Kind.IMAGE))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .doesNotContain("Exif");
      }
    }

    var kept = bench.process(photo, true);
    assertThat(kept.metadata()).anyMatch(value -> value.group().equals("spatial"));
    assertThat(
            new String(
                Files.readAllBytes(kept.folder(Kind.IMAGE).resolve("600.jpg")),
                java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("Exif");
    assertThat(size(kept.folder(Kind.IMAGE).resolve("600.jpg"))).isEqualTo("600x900");
  }

  @Test
  void a_photo_says_what_people_wrote_into_it() throws Exception {
    var words =
        """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
         xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
         xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li
         xml:lang="x-default">Tram 28</rdf:li></rdf:Alt></dc:title><dc:subject><rdf:Bag>
         <rdf:li>tram</rdf:li><rdf:li>hill</rdf:li></rdf:Bag></dc:subject></rdf:Description>
        </rdf:RDF></x:xmpmeta>
        """;
    var bytes = Files.readAllBytes(picture("b.jpg"));
    var segment = ("http://ns.adobe.com/xap/1.0/\0" + words).getBytes(UTF_8);
    var file = ByteBuffer.allocate(bytes.length + 4 + segment.length);
    file.put(bytes, 0, 2).putShort((short) 0xffe1).putShort((short) (2 + segment.length));
    file.put(segment).put(bytes, 2, bytes.length - 2);

    var outcome = bench.process(Files.write(folder.resolve("IMG_1.jpg"), file.array()));

    assertThat(outcome.item().title()).isEqualTo("Tram 28");
    assertThat(outcome.metadata())
        .anyMatch(said -> said.key().equals("keywords") && said.value().equals("tram; hill"));
  }

  private static String size(Path file) throws Exception {
    return Bench.tool(
            Tool.Program.FFPROBE,
            "-of",
            "csv=p=0:s=x",
            "-show_entries",
            "stream=width,height",
            file.toString())
        .strip();
  }

  /// Adds an EXIF segment: turned by 90°, a camera, a place.
  private Path withExif(Path jpeg) throws Exception {
    var tiff = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put("II*\0".getBytes(UTF_8)).putInt(8);
    tiff.putShort((short) 3);
    entry(tiff, 0x0110, 2, 4, 0x00786f42); // Model "Box"
    entry(tiff, 0x0112, 3, 1, 6); // Orientation: turn by 90°
    entry(tiff, 0x8825, 4, 1, 50); // GPS
    tiff.putInt(0);
    tiff.position(50);
    tiff.putShort((short) 4);
    entry(tiff, 1, 2, 2, 'N');
    entry(tiff, 2, 5, 3, 110);
    entry(tiff, 3, 2, 2, 'E');
    entry(tiff, 4, 5, 3, 134);
    tiff.putInt(0);
    tiff.position(110);
    for (int value : new int[] {48, 1, 8, 1, 0, 1, 11, 1, 34, 1, 0, 1}) {
      tiff.putInt(value);
    }
    var bytes = Files.readAllBytes(jpeg);
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, 2);
    out.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (2 + 6 + 200)});
    out.write("Exif\0\0".getBytes(UTF_8));
    out.write(tiff.array());
    out.write(bytes, 2, bytes.length - 2);
    return Files.write(folder.resolve("photo.jpg"), out.toByteArray());
  }

  private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
    tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  /// Names of the colours in the four quarters of a picture.
  private static String corners(Path file) throws Exception {
    var raw = file.resolveSibling("../" + file.getFileName() + ".rgb");
    Bench.make(
        raw,
        "-i",
        file.toString(),
        "-vf",
        "format=rgb24,scale=2:2:flags=area",
        "-pix_fmt",
        "rgb24",
        "-f",
        "rawvideo");
    var bytes = Files.readAllBytes(raw);
    var names = new java.util.ArrayList<String>();
    for (int at = 0; at < 12; at += 3) {
      boolean red = bytes[at] < 0;
      boolean green = bytes[at + 1] < 0;
      boolean blue = bytes[at + 2] < 0;
      names.add(
          red && green && blue ? "white" : red ? "red" : green ? "green" : blue ? "blue" : "black");
    }
    return names.get(0) + " " + names.get(1) + " / " + names.get(2) + " " + names.get(3);
  }
}
