package contentgremlin.acceptance;

import contentgremlin.acceptance.MediaPool.Media;
import contentgremlin.acceptance.Moments.Moment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Uploads like a browser without script: in one form, which can't be resumed.
final class FormWorker implements Load.Worker {
  private static final String BOUNDARY = "=-=-=crash=-=-=";
  private final Load load;

  FormWorker(Load load) {
    this.load = load;
  }

  @Override
  public void turn(Random random) throws IOException {
    var media = load.nextMedia(random);
    var form = form(media);
    var stream = BodyPublishers.ofInputStream(() -> watched(form));
    var answer =
        load.api.send(
            "POST",
            "/upload",
            BodyPublishers.fromPublisher(stream, form.length),
            "Content-Type",
            "multipart/form-data; boundary=\"" + BOUNDARY + "\"");
    if (load.isFull(answer)) {
      return;
    }
    if (answer.status() != 303) {
      load.ledger.fault("the form answers " + answer);
      return;
    }
    var location = answer.header("Location").orElse("");
    if (location.startsWith("/items/")) {
      load.ledger.item(location.substring("/items/".length()), media);
    }
  }

  private ByteArrayInputStream watched(byte[] form) {
    return new ByteArrayInputStream(form) {
      @Override
      public synchronized int read(byte[] buffer, int start, int wanted) {
        if (pos >= form.length / 2) {
          load.at(Moment.IN_THE_MIDDLE_OF_A_FORM);
        }
        return super.read(buffer, start, Math.min(wanted, 16_384));
      }
    };
  }

  private static byte[] form(Media media) {
    var form = new ByteArrayOutputStream();
    form.writeBytes(
        text(
            "--" + BOUNDARY,
            "Content-Disposition: form-data; name=\"title\"",
            "",
            "By form " + media.name(),
            "--" + BOUNDARY,
            "Content-Disposition: form-data; name=\"file\"; filename=\"" + media.name() + "\"",
            "Content-Type: application/octet-stream",
            "",
            ""));
    form.writeBytes(media.bytes());
    form.writeBytes(text("", "--" + BOUNDARY + "--", ""));
    return form.toByteArray();
  }

  private static byte[] text(String... lines) {
    return String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
  }
}
