package contentgremlin.acceptance;

import contentgremlin.acceptance.MediaPool.Media;
import contentgremlin.acceptance.Moments.Moment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Uploads in pieces by tus 1.0, asks after every lost connection how far it is, and goes on there.
final class TusWorker implements Load.Worker {
  private static final int PIECE_MIN = 20_000;
  private static final int PIECE_MAX = 500_000;
  private static final int FRUITLESS_MAX = 600;

  /// Asking again later is the right thing to do.
  private static final Set<Integer> PASSING = Set.of(408, 409, 423, 429, 503, 507);

  private final Load load;

  TusWorker(Load load) {
    this.load = load;
  }

  @Override
  public void turn(Random random) throws IOException {
    var media = load.nextMedia(random);
    new Upload(media, create(media), random).run();
  }

  private String create(Media media) throws IOException {
    var name = Base64.getEncoder().encodeToString(media.name().getBytes(StandardCharsets.UTF_8));
    var answer =
        load.api.send(
            "POST",
            "/api/v1/uploads",
            BodyPublishers.noBody(),
            "Tus-Resumable",
            "1.0.0",
            "Upload-Length",
            "" + media.bytes().length,
            "Upload-Metadata",
            "filename " + name);
    if (load.isFull(answer)) {
      throw new IOException("the disk is full");
    }
    if (answer.status() != 201) {
      throw new IOException("creation answers " + answer);
    }
    var address = answer.header("Location").orElseThrow();
    load.ledger.upload(address, 0);
    load.at(Moment.UPLOAD_CREATED);
    return address;
  }

  /// One upload that exists.
  private final class Upload {
    private final Media media;
    private final String address;
    private final Random random;
    private final int length;
    private int offset;
    private int sentMax;
    private int fruitless;
    private boolean done;
    private boolean mayBeDropped;

    Upload(Media media, String address, Random random) {
      this.media = media;
      this.address = address;
      this.random = random;
      this.length = media.bytes().length;
    }

    void run() {
      boolean mayGiveUp = random.nextInt(12) == 0;
      while (!done && fruitless < FRUITLESS_MAX) {
        try {
          if (mayGiveUp && offset > 0) {
            terminate();
            return;
          }
          patch();
        } catch (IOException e) {
          load.ledger.note(address + " lost the server: " + e);
          goOn();
        }
      }
      if (!done) {
        load.ledger.fault(address + " does not come to an end at " + offset + " of " + length);
      }
    }

    private void patch() throws IOException {
      int count = Math.min(PIECE_MIN + random.nextInt(PIECE_MAX), length - offset);
      sentMax = Math.max(sentMax, offset + count);
      var headers =
          new ArrayList<>(
              List.of(
                  "Tus-Resumable",
                  "1.0.0",
                  "Content-Type",
                  "application/offset+octet-stream",
                  "Upload-Offset",
                  "" + offset));
      if (random.nextInt(3) == 0) {
        headers.addAll(List.of("Upload-Checksum", "sha256 " + checksum(count)));
      }
      var body = new Piece(count).publisher();
      var answer = load.api.send("PATCH", address, body, headers.toArray(String[]::new));
      if (answer.status() == 204) {
        acknowledged(answer, offset + count);
      } else if (load.isFull(answer) || PASSING.contains(answer.status())) {
        fruitless++;
        Load.pause();
        head();
      } else {
        load.ledger.fault("PATCH of " + address + " at " + offset + " answers " + answer);
        done = true;
      }
    }

    private String checksum(int count) {
      var piece = Arrays.copyOfRange(media.bytes(), offset, offset + count);
      var digest = java.util.HexFormat.of().parseHex(MediaPool.digest(piece, count));
      return Base64.getEncoder().encodeToString(digest);
    }

    private void acknowledged(Api.Answer answer, int expected) {
      fruitless = 0;
      int told = answer.header("Upload-Offset").map(Integer::parseInt).orElse(-1);
      if (told != expected) {
        load.ledger.fault(address + " was told " + told + " instead of " + expected);
      }
      offset = expected;
      load.ledger.upload(address, offset);
      load.at(offset == length ? Moment.LAST_BYTE_ACKNOWLEDGED : Moment.PIECE_ACKNOWLEDGED);
      became(answer);
    }

    private void became(Api.Answer answer) {
      answer
          .header("Gremlin-Item")
          .ifPresent(item -> {
            load.ledger.item(item, media);
            load.ledger.uploads.remove(address);
            done = true;
          });
    }

    /// After the server's death: what it had acknowledged must be there, and be these bytes.
    private void goOn() {
      load.awaitServer();
      load.ledger.resumed.incrementAndGet();
      try {
        head();
        if (!done && random.nextInt(3) == 0) {
          compare();
        }
      } catch (IOException e) {
        load.ledger.note(address + " lost the server again: " + e);
      }
    }

    private void head() throws IOException {
      var answer =
          load.api.send("HEAD", address, BodyPublishers.noBody(), "Tus-Resumable", "1.0.0");
      if (answer.status() == 404 && mayBeDropped) {
        load.ledger.note(address + " is dropped, though nobody said so");
        load.ledger.uploads.remove(address);
        done = true;
        return;
      }
      if (answer.status() != 200) {
        if (!load.isFull(answer) && !PASSING.contains(answer.status())) {
          load.ledger.fault("HEAD of " + address + " at " + offset + " answers " + answer.status());
          done = true;
        }
        return;
      }
      int told = answer.header("Upload-Offset").map(Integer::parseInt).orElse(-1);
      if (told < offset || told > sentMax) {
        load.ledger.fault(
            "%s has %d, although %d were acknowledged and %d sent"
                .formatted(address, told, offset, sentMax));
      }
      offset = Math.max(told, 0);
      load.ledger.upload(address, offset);
      became(answer);
      if (offset == length && !done) {
        fruitless++;
        Load.pause();
      }
    }

    private void compare() throws IOException {
      var bytes = load.api.bytes(address);
      int count = Math.min(bytes.length, length);
      if (count < offset
          || !MediaPool.digest(bytes, count).equals(MediaPool.digest(media.bytes(), count))) {
        load.ledger.fault(address + " holds other bytes than were sent");
      }
    }

    private void terminate() throws IOException {
      mayBeDropped = true;
      var answer =
          load.api.send("DELETE", address, BodyPublishers.noBody(), "Tus-Resumable", "1.0.0");
      done = true;
      load.ledger.uploads.remove(address);
      if (load.isFull(answer)) {
        return;
      }
      if (answer.status() != 204) {
        load.ledger.fault("DELETE of " + address + " answers " + answer);
        return;
      }
      load.ledger.note("upload " + address + " is dropped");
      load.ledger.dropped.add(address);
    }

    /// A piece on its way; passes the points that lie in the middle and at the end of it.
    private final class Piece {
      private final int from;
      private final int count;

      Piece(int count) {
        this.from = offset;
        this.count = count;
      }

      BodyPublisher publisher() {
        var stream = BodyPublishers.ofInputStream(this::open);
        return BodyPublishers.fromPublisher(stream, count);
      }

      private InputStream open() {
        return new ByteArrayInputStream(media.bytes(), from, count) {
          @Override
          public synchronized int read(byte[] buffer, int start, int wanted) {
            if (pos - from >= Piece.this.count / 2) {
              load.at(Moment.IN_THE_MIDDLE_OF_A_PIECE);
            }
            int read = super.read(buffer, start, Math.min(wanted, 16_384));
            if (read < 0) {
              load.at(
                  from + Piece.this.count == length ? Moment.LAST_BYTE_SENT : Moment.PIECE_SENT);
            }
            return read;
          }
        };
      }
    }
  }
}
