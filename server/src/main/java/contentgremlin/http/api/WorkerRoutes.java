package contentgremlin.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.engine.Lending;
import contentgremlin.http.LeaseAnswers;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.job.Progress;
import contentgremlin.worker.WorkOrder;
import contentgremlin.worker.WorkResult;
import contentgremlin.worker.WorkerInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// `/api/v1/worker`: jobs for other machines, but for their outputs. All of it is for programs of
/// ours: who asks needs a token that was made for workers.
public final class WorkerRoutes {
  private static final int VERSION_LENGTH_MAX = 60;
  private static final int PROCESSORS_MAX = 100_000;
  private static final int ENCODER_LENGTH_MAX = 60;
  private static final int REASON_LENGTH_MAX = 500;
  private static final int LOG_LENGTH_MAX = 16 << 10;
  private static final int WORD_LENGTH_MAX = 20;
  private static final int TOOLS_MAX = 100;
  private static final int CODE_MAX = 255;
  private static final long SECONDS_MAX = 10_000_000;

  /// Parts of a whole: progress is told in millionths, since these are whole numbers.
  private static final long MILLION = 1_000_000;

  /// No request is held longer, whatever it asks for.
  private static final long WAIT_SECONDS_MAX = 25;

  private static final Duration BETWEEN_BLANKS = Duration.ofMillis(500);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Lending lending;

  public WorkerRoutes(Lending lending) {
    this.lending = lending;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(LeaseAnswers.ADDRESS + "/leases", this::lease),
        Route.post(LeaseAnswers.LEASE + "/renew", this::renew),
        Route.get(LeaseAnswers.LEASE + "/input", this::input),
        Route.get(LeaseAnswers.LEASE + "/input/digest", this::digest),
        Route.post(LeaseAnswers.LEASE + "/end", this::end),
        Route.post(LeaseAnswers.LEASE + "/return", this::giveBack));
  }

  /// @param order absent if there is nothing to do
  record Offer(OrderView order) {}

  private Response lease(Request request) throws IOException {
    LeaseAnswers.requireWorker(request);
    var fields = Fields.of(request);
    long protocol = fields.number("protocol", 0, Integer.MAX_VALUE).orElse(0L);
    var worker = worker(fields);
    long space = fields.number("space", 0, Long.MAX_VALUE).orElse(0L);
    long wait = fields.number("wait", 0, WAIT_SECONDS_MAX).orElse(0L);
    fields.done();
    if (protocol != WorkerInfo.PROTOCOL) {
      throw new ProblemException(
          426,
          "Another protocol",
          "This server's workers speak version %d, not %d; run the same version of gremlin on both."
              .formatted(WorkerInfo.PROTOCOL, protocol));
    }
    if (!lending.isOpen()) {
      throw new ProblemException(
          503, "No work now", "The server starts or stops at this moment; ask again soon.");
    }
    return new Response.Stream(
        200,
        List.of(new Response.Header("Cache-Control", "no-store")),
        "application/json",
        out -> offer(worker, space, Duration.ofSeconds(wait), out));
  }

  /// While there is no work, blanks are sent: so a worker that went away is noticed before it is
  /// given a job that nobody would do until its lease is over.
  private void offer(WorkerInfo worker, long space, Duration wait, OutputStream out)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    var order = lending.lease(worker, space, Duration.ZERO);
    while (order.isEmpty() && lending.isOpen() && System.nanoTime() < end) {
      out.write(' ');
      out.flush();
      order = lending.lease(worker, space, BETWEEN_BLANKS);
    }
    if (order.isEmpty()) {
      out.write("{}".getBytes(UTF_8));
    } else {
      hand(order.get(), out);
    }
  }

  private void hand(WorkOrder order, OutputStream out) throws IOException {
    try {
      out.write(JSON.writeValueAsBytes(new Offer(OrderView.of(order))));
      out.flush();
    } catch (IOException e) {
      lending.giveBack(order.lease(), "it went away", false);
      throw e;
    }
  }

  private static WorkerInfo worker(Fields fields) {
    var name = fields.requiredText("name", WorkerInfo.NAME_LENGTH_MAX);
    if (!WorkerInfo.isName(name)) {
      throw Fields.wrong("name", "must be letters, digits, dots and hyphens, and not “local”");
    }
    return new WorkerInfo(
        name,
        fields.text("version", VERSION_LENGTH_MAX).orElse(""),
        Math.toIntExact(fields.number("processors", 0, PROCESSORS_MAX).orElse(0L)),
        fields.number("memory", 0, Long.MAX_VALUE).orElse(0L),
        fields.texts("encoders", WorkerInfo.ENCODERS_MAX, ENCODER_LENGTH_MAX).orElse(List.of()),
        new WorkerInfo.Place(
            fields.text("machine", WorkerInfo.Place.LENGTH_MAX).orElse(""),
            fields.text("hardware", WorkerInfo.Place.LENGTH_MAX).orElse(""),
            fields.text("host", WorkerInfo.Place.LENGTH_MAX).orElse("")));
  }

  private Response renew(Request request) throws IOException {
    var lease = LeaseAnswers.lease(request);
    var fields = Fields.of(request);
    long parts = fields.number("done", -1, MILLION).orElse(-1L);
    long media = fields.number("media", 0, Long.MAX_VALUE / MILLION).orElse(0L);
    long speed = fields.number("speed", 0, Long.MAX_VALUE).orElse(0L);
    var remaining = fields.number("remaining", 0, SECONDS_MAX).map(Duration::ofSeconds);
    fields.done();
    var reached =
        new Progress(
            parts < 0 ? -1 : (double) parts / MILLION,
            Duration.ofMillis(media),
            (double) speed / MILLION,
            remaining.orElse(null));
    return LeaseAnswers.of(
        lending.renew(lease, reached), holds -> Response.ok(Map.of("seconds", holds.toSeconds())));
  }

  private Response input(Request request) throws IOException {
    return LeaseAnswers.of(
        lending.original(LeaseAnswers.lease(request)),
        original ->
            new Response.File(
                200,
                List.of(),
                original.path(),
                "application/octet-stream",
                original.etag(),
                Response.File.Cache.PRIVATE,
                null));
  }

  private Response digest(Request request) throws IOException {
    return LeaseAnswers.of(
        lending.digest(LeaseAnswers.lease(request)),
        digest -> Response.ok(Map.of("sha256", digest.hex())));
  }

  private Response end(Request request) throws IOException {
    var lease = LeaseAnswers.lease(request);
    var fields = Fields.of(request);
    var word = fields.requiredText("result", WORD_LENGTH_MAX);
    int tool = Math.toIntExact(fields.number("tool", 0, TOOLS_MAX).orElse(0L));
    int code = Math.toIntExact(fields.number("code", 0, CODE_MAX).orElse(1L));
    long seconds = fields.number("seconds", 0, SECONDS_MAX).orElse(0L);
    long bytes = fields.number("bytes", 0, Long.MAX_VALUE).orElse(0L);
    var log = fields.text("log", LOG_LENGTH_MAX).orElse("");
    fields.done();
    var result =
        switch (word) {
          case "done" -> new WorkResult.Done();
          case "failed" -> new WorkResult.Failed(tool, Math.max(1, code), log);
          case "stalled" -> new WorkResult.Stalled(Duration.ofSeconds(seconds), log);
          case "overdue" -> new WorkResult.Overdue();
          case "excessive" -> new WorkResult.Excessive(bytes);
          case "killed" -> new WorkResult.Killed(log);
          default ->
              throw Fields.wrong(
                  "result", "must be one of done, failed, stalled, overdue, excessive, killed");
        };
    return LeaseAnswers.of(lending.end(lease, result), _ -> Response.noContent());
  }

  private Response giveBack(Request request) throws IOException {
    var lease = LeaseAnswers.lease(request);
    var fields = Fields.of(request);
    var reason = fields.requiredText("reason", REASON_LENGTH_MAX);
    boolean isUnable = fields.flag("unable").orElse(false);
    fields.done();
    return LeaseAnswers.of(lending.giveBack(lease, reason, isUnable), _ -> Response.noContent());
  }
}
