package contentgremlin.acceptance;

import contentgremlin.acceptance.Moments.Moment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Listens to all events from the first one on, and comes again with the number of the last one.
final class EventListener {
  private static final Duration QUIET = Duration.ofSeconds(30);

  private final Load load;
  private volatile boolean over;
  private volatile @Nullable InputStream stream;
  private @Nullable Thread thread;
  private volatile long last;

  EventListener(Load load) {
    this.load = load;
  }

  void start() {
    thread = Thread.ofPlatform().name("listener").daemon().start(this::listen);
  }

  /// @param newest the number of the last event that there is
  void finish(long newest) throws InterruptedException {
    Await.untilTrue("the listener to hear event " + newest, QUIET, () -> last >= newest);
    over = true;
    var open = stream;
    if (open != null) {
      try {
        open.close();
      } catch (IOException _) {
        // it ends either way
      }
    }
    var listening = thread;
    if (listening != null && !listening.join(QUIET)) {
      load.ledger.fault("the listener does not end");
    }
  }

  private void listen() {
    while (!over) {
      try {
        load.awaitServer();
        try (var in = load.api.events(last)) {
          stream = in;
          if (!over) { // else nobody closes it
            read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
          }
        }
      } catch (IOException e) {
        load.ledger.note("the listener lost the server: " + e);
      } catch (RuntimeException | Error e) {
        load.ledger.fault("the listener failed: " + e);
        Load.pause();
      }
    }
  }

  /// HTML standard, 9.2.6: an event ends with an empty line.
  private void read(BufferedReader lines) throws IOException {
    String type = "";
    String data = "";
    long number = 0;
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("id: ")) {
        number = Long.parseLong(line.substring(4));
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty()) {
        heard(type, number, data);
        type = "";
        data = "";
        number = 0;
      }
    }
  }

  private void heard(String type, long number, String data) {
    if (type.equals("resync")) {
      load.ledger.fault("the listener was sent back to the start after event " + last);
    }
    if (number > 0 && !data.isEmpty()) {
      if (number <= last) {
        load.ledger.fault("event " + number + " came after event " + last);
      }
      load.ledger.events.put(number, data);
    }
    last = Math.max(last, number);
    switch (type) {
      case "job.started" -> load.at(Moment.JOB_STARTED);
      case "job.succeeded" -> load.at(Moment.JOB_SUCCEEDED);
      case "item.published" -> load.at(Moment.ITEM_PUBLISHED);
      case "job.progress" -> load.at(Moment.TRANSCODE_PROGRESS);
      default -> {}
    }
  }
}
