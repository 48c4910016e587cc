package contentgremlin.http.event;

import contentgremlin.account.Actor;
import contentgremlin.engine.EventStream;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.store.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// `GET /api/v1/events`: server-sent events, durable by their numbers. Thread-safe.
public final class EventRoutes {
  /// Proxies and browsers give up on a silent line.
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /// Then the client comes again and shows anew who it is: rights may have changed.
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final EventStream events;
  private final Sight sight;
  private final Duration heartbeat;

  public EventRoutes(EventStream events, Database database) {
    this(events, database, HEARTBEAT);
  }

  EventRoutes(EventStream events, Database database, Duration heartbeat) {
    this.events = events;
    this.sight = new Sight(database);
    this.heartbeat = heartbeat;
  }

  public List<Route> routes() {
    return List.of(Route.get("/api/v1/events", this::listen));
  }

  private Response listen(Request request) {
    long after = lastNumber(request);
    var wanted = new Wanted(request.queries("item"), request.queries("type"));
    var actor = request.actor();
    return new Response.Stream(
            200,
            List.of(),
            "text/event-stream",
            out -> {
              try (var subscription = events.subscribe(after)) {
                write(out, subscription, wanted, actor);
              }
            })
        .with("Cache-Control", "no-store")
        // Else nginx would keep events back until a buffer is full.
        .with("X-Accel-Buffering", "no");
  }

  /// The header is what browsers send when they come again; the query is for the first time.
  private static long lastNumber(Request request) {
    var text =
        request
            .header("Last-Event-ID")
            .or(() -> request.query("lastEventId"))
            .map(String::strip)
            .orElse("");
    if (text.isEmpty()) {
      return -1;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new ProblemException(
          400, "Bad request", "Last-Event-ID must be the number of an event, not “" + text + "”.");
    }
    return Long.parseLong(text);
  }

  private void write(
      OutputStream out, EventStream.Subscription subscription, Wanted wanted, Actor actor)
      throws IOException, InterruptedException {
    send(out, "retry: 2000\n\n");
    long end = System.nanoTime() + LIFETIME.toNanos();
    long passed = 0;
    while (System.nanoTime() < end) {
      var message = subscription.next(heartbeat);
      if (message == null) {
        // An id without data moves the client's number on, past what it may not see.
        send(out, passed == 0 ? ":\n\n" : ":\nid: " + passed + "\n\n");
        continue;
      }
      if (wanted.has(message) && sight.isFor(actor, message, passed)) {
        send(out, text(message, actor));
      }
      if (message instanceof EventStream.Message.Happened(var event)) {
        passed = event.number();
      }
    }
  }

  private String text(EventStream.Message message, Actor actor) {
    boolean withReason =
        message instanceof EventStream.Message.Happened(var event)
            && EventText.hasReason(event)
            && sight.mayKnowWhy(actor, event);
    return EventText.of(message, withReason);
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
