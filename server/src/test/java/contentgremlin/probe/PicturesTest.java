package contentgremlin.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.MediaType;
import contentgremlin.library.ProbeWire.Answer;
import contentgremlin.library.ProbeWire.Question;
import contentgremlin.library.ProbedMedia;
import contentgremlin.transcode.EmbeddedMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
  @TempDir private Path folder;

  private final Desk desk = new Desk(null);

  @Test
  void pictures_have_the_size_that_is_seen_and_the_time_they_were_taken() throws IOException {
    for (var name : List.of("a.jpg", "a.png", "a.gif", "a.bmp", "a.tiff", "a.webp")) {
      var facts = read(Samples.picture(folder, name, 300, 200)).facts();
      assertThat(List.of(facts.width(), facts.height())).as(name).containsExactly(300, 200);
    }
    var turned = folder.resolve("turned.jpg");
    byte[] plain = Files.readAllBytes(folder.resolve("a.jpg"));
    Files.write(turned, withExif(plain, 6, "2019:05:04 12:11:10", "+02:00"));

    var media = read(turned);
    assertThat(media.type()).isEqualTo(MediaType.IMAGE);
    assertThat(media.facts().width()).isEqualTo(200);
    assertThat(media.facts().height()).isEqualTo(300);
    var taken = requireNonNull(media.taken());
    assertThat(taken.local()).isEqualTo(LocalDateTime.of(2019, 5, 4, 12, 11, 10));
    assertThat(taken.offset()).isEqualTo(ZoneOffset.ofHours(2));
    assertThat(media.essence()).isEqualTo(read(folder.resolve("a.jpg")).essence()).isNotEmpty();
  }

  @Test
  void a_picture_of_a_telephone_is_turned_as_its_container_says() throws IOException {
    byte[] type = box("ftyp", "heic\0\0\0\0mif1heic".getBytes(ISO_8859_1));
    byte[] large = box("ispe", numbers(0, 4032, 3024));
    byte[] small = box("ispe", numbers(0, 320, 240));
    byte[] turn = box("irot", new byte[] {1});
    byte[] uses = box("ipma", join(numbers(0, 1), new byte[] {0, 7, 2, 2, 3}));
    byte[] properties = box("iprp", join(box("ipco", join(small, large, turn)), uses));
    byte[] primary = box("pitm", new byte[] {0, 0, 0, 0, 0, 7});
    byte[] meta = box("meta", join(numbers(0), primary, properties));
    var file = Files.write(folder.resolve("a.heic"), join(type, meta, box("mdat", new byte[99])));

    var media = read(file);
    assertThat(media.facts().format()).isEqualTo("image/heic");
    assertThat(media.facts().width()).isEqualTo(3024);
    assertThat(media.facts().height()).isEqualTo(4032);
  }

  private static final String XMP =
      """
      %s<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
       <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
         xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
         xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmp:Rating="4" photoshop:City="Lisbon">
        <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
        <dc:subject><rdf:Bag><rdf:li>tram</rdf:li><rdf:li>yellow</rdf:li></rdf:Bag></dc:subject>
        <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">Nobody</rdf:li></rdf:Alt></dc:rights>
        <mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>
         <rdf:li><rdf:Description mwg-rs:Name="Ana" mwg-rs:Type="Face"/></rdf:li>
        </rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
       </rdf:Description></rdf:RDF></x:xmpmeta>
      """;

  @Test
  void what_people_wrote_into_a_picture_is_read() throws IOException {
    var plain = Files.readAllBytes(Samples.picture(folder, "a.jpg", 30, 20));
    var words = XMP.formatted("", "Tram").getBytes(UTF_8);
    var iptc =
        join(
            iptc(5, "Older title"),
            iptc(120, "On the hill"),
            iptc(25, "street"),
            iptc(101, "Portugal"));
    var file =
        withSegment(
            withSegment(plain, 0xed, "Photoshop 3.0\0", resource(iptc)),
            0xe1,
            "http://ns.adobe.com/xap/1.0/\0",
            words);

    var tags = read(Files.write(folder.resolve("words.jpg"), file)).tags();

    assertThat(tags.all("title")).containsExactly("Tram");
    assertThat(tags.all("keywords")).containsExactly("tram", "yellow");
    assertThat(tags.first("rating")).isEqualTo("4");
    assertThat(tags.first("copyright")).isEqualTo("Nobody");
    assertThat(tags.first("people")).isEqualTo("Ana");
    assertThat(tags.first("city")).isEqualTo("Lisbon");
    assertThat(tags.first("description")).isEqualTo("On the hill");
    assertThat(tags.first("country")).isEqualTo("Portugal");
    assertThat(EmbeddedMetadata.of(tags, false, Instant.EPOCH))
        .noneMatch(said -> said.group().equals("spatial"))
        .anyMatch(said -> said.key().equals("person") && said.value().equals("Ana"));
  }

  @Test
  void a_picture_of_the_web_has_words_too() throws IOException {
    var plain = Files.readAllBytes(Samples.picture(folder, "a.png", 30, 20));
    var words = XMP.formatted("", "Tram").getBytes(UTF_8);
    var text = join("XML:com.adobe.xmp\0\0\0\0\0".getBytes(ISO_8859_1), words);
    var chunk = join(numbers(text.length), "iTXt".getBytes(ISO_8859_1), text, numbers(0));
    var head = Arrays.copyOf(plain, 33);
    var file = join(head, chunk, Arrays.copyOfRange(plain, 33, plain.length));

    var media = read(Files.write(folder.resolve("words.png"), file));

    assertThat(media.tags().first("title")).isEqualTo("Tram");
    assertThat(media.facts().width()).isEqualTo(30);
  }

  @Test
  void words_in_a_picture_cannot_make_anybody_read_other_files() throws IOException {
    var secret = Files.writeString(folder.resolve("secret.txt"), "the secret");
    var plain = Files.readAllBytes(Samples.picture(folder, "a.jpg", 30, 20));
    var type = "<!DOCTYPE a [<!ENTITY b SYSTEM \"%s\">]>".formatted(secret.toUri());
    var words = XMP.formatted(type, "&b;").getBytes(UTF_8);
    var file = withSegment(plain, 0xe1, "http://ns.adobe.com/xap/1.0/\0", words);

    var media = read(Files.write(folder.resolve("evil.jpg"), file));

    assertThat(media.facts().width()).isEqualTo(30);
    assertThat(media.tags().values().toString()).doesNotContain("secret");
  }

  @Test
  void words_that_grow_without_end_harm_nobody() throws IOException {
    var plain = Files.readAllBytes(Samples.picture(folder, "a.jpg", 30, 20));
    var type = new StringBuilder("<!DOCTYPE a [<!ENTITY b0 \"lol\">");
    for (int i = 1; i < 30; i++) {
      type.append("<!ENTITY b%d \"%s\">".formatted(i, ("&b" + (i - 1) + ";").repeat(10)));
    }
    var words = XMP.formatted(type.append("]>"), "&b29;").getBytes(UTF_8);
    var file = withSegment(plain, 0xe1, "http://ns.adobe.com/xap/1.0/\0", words);

    assertThat(read(Files.write(folder.resolve("lol.jpg"), file)).facts().width()).isEqualTo(30);
  }

  private static byte[] iptc(int dataset, String text) {
    var value = text.getBytes(UTF_8);
    var head = ByteBuffer.allocate(5).put((byte) 0x1c).put((byte) 2).put((byte) dataset);
    return join(head.putShort((short) value.length).array(), value);
  }

  /// Photoshop's wrapping, with a name of nothing.
  private static byte[] resource(byte[] iptc) {
    var even = Arrays.copyOf(iptc, iptc.length + iptc.length % 2);
    var head = ByteBuffer.allocate(12).put("8BIM".getBytes(ISO_8859_1)).putShort((short) 0x404);
    return join(head.putShort((short) 0).putInt(iptc.length).array(), even);
  }

  private static byte[] withSegment(byte[] jpeg, int marker, String name, byte[] content) {
    var head = ByteBuffer.allocate(4).put((byte) 0xff).put((byte) marker);
    head.putShort((short) (2 + name.length() + content.length));
    return join(
        Arrays.copyOf(jpeg, 2),
        head.array(),
        name.getBytes(ISO_8859_1),
        content,
        Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  private ProbedMedia read(Path file) throws IOException {
    var answer = desk.answer(new Question(Samples.order(1, file), ""));
    assertThat(answer).as(file.toString()).isInstanceOf(Answer.Read.class);
    return ((Answer.Read) answer).media();
  }

  private static byte[] box(String name, byte[] content) {
    return join(numbers(content.length + 8), name.getBytes(ISO_8859_1), content);
  }

  private static byte[] numbers(int... values) {
    var bytes = ByteBuffer.allocate(4 * values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  private static byte[] withExif(byte[] jpeg, int orientation, String taken, String offset) {
    var exif = ByteBuffer.allocate(200);
    exif.put("Exif\0\0MM\0*".getBytes(ISO_8859_1)).putInt(8);
    exif.putShort((short) 2);
    exif.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    exif.putShort((short) 0);
    exif.putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(38).putInt(0);
    exif.putShort((short) 2);
    exif.putShort((short) 0x9003).putShort((short) 2).putInt(20).putInt(68);
    exif.putShort((short) 0x9011).putShort((short) 2).putInt(7).putInt(88).putInt(0);
    exif.put((taken + "\0").getBytes(ISO_8859_1)).put((offset + "\0").getBytes(ISO_8859_1));
    byte[] content = Arrays.copyOf(exif.array(), exif.position());
    var marker = ByteBuffer.allocate(4).putShort((short) 0xffe1);
    marker.putShort((short) (content.length + 2));
    return join(
        new byte[] {(byte) 0xff, (byte) 0xd8},
        marker.array(),
        content,
        Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  private static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
