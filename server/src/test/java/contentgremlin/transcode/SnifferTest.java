package contentgremlin.transcode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnifferTest {
  private static Signature sniff(byte[] bytes) {
    return Sniffer.sniff(bytes, bytes, bytes.length);
  }

  private static Signature sniff(String latin) {
    return sniff((latin + "\0".repeat(40)).getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0\0\0 ftypisom",
        "\0\0\0\u0014ftypqt  ",
        "\0\0\0\bmoov",
        "\u001aE\u00df\u00a3",
        "OggS\0",
        "fLaC",
        "ID3\u0004",
        "RIFF1234WAVE",
        "RIFF1234AVI ",
        "FLV\u0001",
        "\0\0\u0001\u00ba",
        "#!AMR\n"
      })
  void containers_are_left_to_the_probe(String start) {
    assertThat(sniff(start)).isEqualTo(new Signature.Media());
  }

  @ParameterizedTest
  @CsvSource({
    "ffd8ffe0,JPEG",
    "89504e470d0a1a0a,PNG",
    "474946383961,GIF",
    "52494646000000005745425056503820,WEBP",
    "49492a00,TIFF",
    "4d4d002a,TIFF",
    "49492a00100000004352,RAW",
    "00000018667479706176696600000000,AVIF",
    "0000001866747970686569630000000068656963,HEIC",
    "00000020667479706d69663100000000617669666d696631,AVIF",
    "000000186674797063727820,RAW",
    "424d46000000000000003600000028000000,BMP",
    "762f3101,EXR"
  })
  void pictures_are_known_by_their_first_bytes(String hex, PictureFormat format) {
    var bytes = java.util.Arrays.copyOf(java.util.HexFormat.of().parseHex(hex), 64);
    boolean raw = format == PictureFormat.RAW && hex.startsWith("4949");
    if (raw) {
      bytes[10] = 2;
    }
    assertThat(sniff(bytes)).isEqualTo(new Signature.Picture(format));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "\ufeff<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg:svg/>",
        "  <svg>"
      })
  void drawings_are_known_by_their_root(String text) {
    assertThat(sniff(text.getBytes(UTF_8))).isEqualTo(new Signature.Picture(PictureFormat.SVG));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello",
        "<html><svg></svg></html>",
        "{\"a\":1}",
        "schön\tund gut\r\n",
        "BM is a car",
        "MAC"
      })
  void plain_text_is_a_document(String text) {
    assertThat(sniff(text.getBytes(UTF_8))).isEqualTo(new Signature.Document("text/plain"));
  }

  @Test
  void a_character_cut_at_the_end_of_what_is_seen_does_no_harm() {
    var bytes = "aé".repeat(30_000).getBytes(UTF_8);
    var head = java.util.Arrays.copyOf(bytes, Signature.HEAD_BYTES - 1);
    assertThat(Sniffer.sniff(head, head, bytes.length))
        .isEqualTo(new Signature.Document("text/plain"));
  }

  @ParameterizedTest
  @CsvSource({
    "1f8b08,a gzip archive", "7f454c46,a program", "4d5a9000,a Windows program",
        "52617221 1a0700,a RAR archive",
    "377abcaf271c,a 7-Zip archive", "cafebabe,a program", "23212f62696e2f7368,a script",
        "d0cf11e0a1b11ae1,an old Office file"
  })
  void what_can_not_be_shown_is_called_by_its_name(String hex, String what) {
    var bytes =
        java.util.Arrays.copyOf(java.util.HexFormat.of().parseHex(hex.replace(" ", "")), 64);
    assertThat(sniff(bytes))
        .isEqualTo(
            new Signature.Refused("This is " + what + ", not a video, song, picture or document."));
  }

  @Test
  void an_empty_file_is_told_apart() {
    assertThat(sniff(new byte[0])).isInstanceOf(Signature.Refused.class);
  }

  @Test
  void unknown_bytes_are_unknown() {
    assertThat(sniff("\u0001\u0002\u0003\u0004")).isEqualTo(new Signature.Unknown());
    assertThat(sniff("letter".getBytes(UTF_16))).isEqualTo(new Signature.Unknown());
    assertThat(sniff("\u00c3(".getBytes(ISO_8859_1))).isEqualTo(new Signature.Unknown());
  }

  @Test
  void documents_in_archives_are_told_from_other_archives() throws Exception {
    assertThat(sniff(zip("mimetype", "application/epub+zip", "a.xml")))
        .isEqualTo(new Signature.Document("application/epub+zip"));
    assertThat(sniff(zip("mimetype", "application/vnd.oasis.opendocument.text", "a.xml")))
        .isEqualTo(new Signature.Document("application/vnd.oasis.opendocument.text"));
    assertThat(sniff(zip("[Content_Types].xml", "<Types/>", "word/document.xml")))
        .isEqualTo(
            new Signature.Document(
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"));
    assertThat(sniff(zip("mimetype", "application/x-evil", "a.xml")))
        .isInstanceOf(Signature.Refused.class);
    assertThat(sniff(zip("word.txt", "word/document.xml [Content_Types].xml", "b")))
        .isInstanceOf(Signature.Refused.class);
  }

  private static byte[] zip(String first, String content, String second) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      var entry = new ZipEntry(first);
      var crc = new CRC32();
      crc.update(content.getBytes(UTF_8));
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length());
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(content.getBytes(UTF_8));
      zip.putNextEntry(new ZipEntry(second));
      zip.write(1);
    }
    return bytes.toByteArray();
  }
}
