package contentgremlin.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.MediaType;
import contentgremlin.library.ProbeWire.Answer;
import contentgremlin.library.ProbeWire.Question;
import contentgremlin.library.ProbedMedia;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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
