package contentgremlin.http.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {
  @Test
  void fieldsAndFilesComeInOrder() throws Exception {
    var form =
        multipart(
            """
            --b\r
            Content-Disposition: form-data; name="title"\r
            \r
            Größe\r
            --b\r
            content-disposition: form-data; name="file"; filename="a%22b\\"c.mp4"\r
            Content-Type: video/mp4\r
            \r
            \r
            --x bytes\r
            --b--\r
            """);

    var title = partOf(form);
    assertThat(title.name()).isEqualTo("title");
    assertThat(title.fileName()).isNull();
    assertThat(title.text(100)).isEqualTo("Größe");
    var file = partOf(form);
    assertThat(file.fileName()).isEqualTo("a\"b\"c.mp4");
    assertThat(file.text(100)).isEqualTo("\r\n--x bytes");
    assertThat(form.next()).isNull();
  }

  @Test
  void whatIsNotReadIsSkipped() throws Exception {
    var form =
        multipart(
            "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nlong\r\n--b\r\n"
                + "Content-Disposition: form-data; name=c\r\n\r\nd\r\n--b--");

    form.next();

    assertThat(partOf(form).text(5)).isEqualTo("d");
    assertThat(form.next()).isNull();
  }

  /// Contents full of beginnings of the delimiter, read in pieces of any size.
  @Test
  void anyBytesComeThroughWhole() throws Exception {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      var content = new byte[random.nextInt(300_000)];
      var snippets = "\r\n--boundarx\r\n--\r\r\n-".getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < content.length; i++) {
        content[i] = snippets[(i + random.nextInt(3)) % snippets.length];
      }
      var body = new ByteArrayOutputStream();
      body.write(
          "--boundary\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      body.write(content);
      body.write("\r\n--boundary--\r\n".getBytes(StandardCharsets.US_ASCII));
      var form = new Multipart(new Trickle(body.toByteArray(), random), "boundary");
      assertThat(Arrays.mismatch(partOf(form).content().readAllBytes(), content)).isEqualTo(-1);
      assertThat(form.next()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--b",
        "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nno end",
        "--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b--",
        "--b\r\n\r\nx\r\n--b--",
        "--bxx\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b--",
      })
  void whatIsMalformedOrCutOffIsAFault(String body) {
    var form = multipart(body);
    assertThatThrownBy(
            () -> {
              for (var part = form.next(); part != null; part = form.next()) {
                part.text(100);
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void longHeadersAndFieldsAreRefused() {
    var long1 = multipart("--b\r\nContent-Disposition: form-data; name=" + "a".repeat(20_000));
    assertThatThrownBy(long1::next).hasMessageContaining("headers");
    var long2 =
        multipart("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n" + "x".repeat(200));
    assertThatThrownBy(() -> partOf(long2).text(100)).hasMessageContaining("longer than 100");
  }

  @Test
  void theBoundaryIsFound() {
    assertThat(Multipart.boundary("multipart/form-data; boundary=abc")).contains("abc");
    assertThat(Multipart.boundary("Multipart/Form-Data; charset=x; boundary=\"a b\""))
        .contains("a b");
    assertThat(Multipart.boundary("text/plain; boundary=abc")).isEmpty();
    assertThat(Multipart.boundary("multipart/form-data; boundary=" + "x".repeat(71))).isEmpty();
  }

  private static Multipart.Part partOf(Multipart form) throws IOException {
    return Objects.requireNonNull(form.next());
  }

  private static Multipart multipart(String body) {
    return new Multipart(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), "b");
  }

  private static final class Trickle extends InputStream {
    private final InputStream bytes;
    private final Random random;

    Trickle(byte[] bytes, Random random) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.random = random;
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return bytes.read(buffer, offset, Math.min(length, 1 + random.nextInt(70_000)));
    }
  }
}
