package contentgremlin.http.api;

import contentgremlin.account.Actor;
import contentgremlin.engine.EventStream;
import contentgremlin.engine.enrich.Demands;
import contentgremlin.event.Fact;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.ItemId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `POST /api/v1/demand`: has a file or item described before all others, and answers with a stream
/// of what is found out, as soon as it can be read. Thread-safe.
public final class DemandRoutes {
  static final String ADDRESS = "/api/v1/demand";
  private static final int TEXT_LENGTH_MAX = 4_096;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /// Whoever is still interested then may ask again.
  private static final Duration LIFETIME = Duration.ofMinutes(30);

  private final Demands demands;
  private final EventStream events;

  public DemandRoutes(Demands demands, EventStream events) {
    this.demands = demands;
    this.events = events;
  }

  public List<Route> routes() {
    return List.of(Route.post(ADDRESS, this::demand));
  }

  private Response demand(Request request) throws IOException, InterruptedException {
    var fields = Fields.of(request);
    var path = fields.text("path", TEXT_LENGTH_MAX);
    var item = fields.text("item", TEXT_LENGTH_MAX);
    fields.done();
    if (path.isPresent() == item.isPresent()) {
      throw Fields.wrong("path", "must be there, or else item");
    }
    return stream(granted(path, item, request.actor()));
  }

  private Demands.Answer.Granted granted(Optional<String> path, Optional<String> item, Actor actor)
      throws InterruptedException {
    var answer =
        path.isPresent()
            ? demands.path(path.get(), actor)
            : demands.item(new ItemId(item.orElse("")), actor);
    return switch (answer) {
      case Demands.Answer.Granted granted -> granted;
      case Demands.Answer.Unknown() ->
          throw new ProblemException(404, "Not found", "There is no such item or file.");
      case Demands.Answer.Forbidden() ->
          throw new ProblemException(
              403, "Forbidden", "Only administrators may ask for files outside the libraries.");
      case Demands.Answer.Refused(var why) -> throw new ProblemException(409, "Conflict", why);
    };
  }

  private Response stream(Demands.Answer.Granted granted) {
    return new Response.Stream(
            200,
            List.of(),
            "text/event-stream",
            out -> {
              try (var subscription = events.subscribe(granted.after())) {
                write(out, granted, subscription);
              }
            })
        .with("Cache-Control", "no-store")
        .with("X-Accel-Buffering", "no");
  }

  private static void write(
      OutputStream out, Demands.Answer.Granted granted, EventStream.Subscription subscription)
      throws IOException, InterruptedException {
    var item = granted.item().id();
    send(out, "event: DEMANDED\ndata: {\"item\":\"" + item.value() + "\"}\n\n");
    for (var fact : granted.known()) {
      send(out, text(fact, 0));
    }
    long end = System.nanoTime() + LIFETIME.toNanos();
    while (System.nanoTime() < end) {
      switch (subscription.next(HEARTBEAT)) {
        case null -> send(out, ":\n\n");
        case EventStream.Message.Happened(var event) when item.equals(event.fact().about()) -> {
          send(out, text(event.fact(), event.number()));
          if (event.fact() instanceof Fact.ItemEnded) {
            return;
          }
        }
        case EventStream.Message.Happened _, EventStream.Message.Moved _ -> {}
        case EventStream.Message.Resync _ -> {
          return; // too slow: whoever is still there asks again
        }
      }
    }
  }

  /// The empty string for what says nothing here.
  private static String text(Fact fact, long number) {
    if (fact instanceof Fact.ItemParsed) {
      return text("PARSED", number, "{}");
    }
    if (fact instanceof Fact.ItemGrabbed(_, var grabber)) {
      return text("GRABBED", number, "{\"grabber\":\"" + grabber + "\"}");
    }
    if (fact instanceof Fact.ItemDownloaded(_, var what)) {
      return text("DOWNLOADED", number, "{\"what\":\"" + what + "\"}");
    }
    return fact instanceof Fact.ItemEnded ? text("ENDED", number, "{}") : "";
  }

  private static String text(String type, long number, String data) {
    var id = number > 0 ? "id: " + number + "\n" : "";
    return "event: " + type + "\n" + id + "data: " + data + "\n\n";
  }

  private static void send(OutputStream out, String text) throws IOException {
    if (!text.isEmpty()) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
