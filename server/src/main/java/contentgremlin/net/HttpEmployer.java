package contentgremlin.net;

import contentgremlin.job.Limits;
import contentgremlin.job.Progress;
import contentgremlin.job.Tool;
import contentgremlin.vault.Digest;
import contentgremlin.worker.Employer;
import contentgremlin.worker.Lease;
import contentgremlin.worker.OutputList;
import contentgremlin.worker.WorkOrder;
import contentgremlin.worker.WorkResult;
import contentgremlin.worker.WorkerInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A server that is worked for, by HTTP. Thread-safe. Files go in pieces, so that a connection that
/// is cut is noticed, and costs little.
public final class HttpEmployer implements Employer {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LEASES = "/api/v1/worker/leases";
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  /// A server reads all that it got before it answers.
  private static final Duration END_LIMIT = Duration.ofMinutes(10);

  /// For one piece of a file, which is 70 kB a second at the least.
  private static final Duration PIECE_LIMIT = Duration.ofMinutes(2);

  private static final int PIECE_BYTES = 8 << 20;
  private static final long MILLION = 1_000_000;
  private static final long REMAINING_SECONDS_MAX = 1_000_000;
  private static final int LOG_LENGTH_MAX = 8_000;
  private static final int REASON_LENGTH_MAX = 400;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  private final URI base;
  private final String token;

  /// @param base "https://media.example"
  public HttpEmployer(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  @Override
  public Optional<WorkOrder> lease(WorkerInfo self, long spaceBytes, Duration patience)
      throws IOException, InterruptedException, Dismissed {
    var body =
        JSON.createObjectNode()
            .put("protocol", WorkerInfo.PROTOCOL)
            .put("name", self.name())
            .put("version", self.version())
            .put("processors", self.processors())
            .put("memory", self.memoryBytes())
            .put("machine", self.place().machine())
            .put("hardware", self.place().hardware())
            .put("host", self.place().host())
            .put("space", spaceBytes)
            .put("wait", patience.toSeconds());
    self.encoders().forEach(body.putArray("encoders")::add);
    try {
      var answer = post(LEASES, body, ANSWER_LIMIT.plus(patience));
      var order = JSON.readTree(answer.body()).path("order");
      return order.isObject() ? Optional.of(order(order)) : Optional.empty();
    } catch (Lost e) {
      throw new Dismissed(String.valueOf(e.getMessage()));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException("the server's order can't be understood: " + e.getMessage(), e);
    }
  }

  private static WorkOrder order(JsonNode node) {
    var tools = new ArrayList<Tool>();
    for (var tool : node.path("tools")) {
      var program =
          Tool.Program.valueOf(tool.path("program").asString("").toUpperCase(Locale.ROOT));
      tools.add(new Tool(program, texts(tool.path("arguments")), tool.path("output").asString("")));
    }
    var input = node.path("input");
    var limits = node.path("limits");
    var shares = new ArrayList<Double>();
    node.path("shares").forEach(share -> shares.add(share.asDouble(0)));
    return new WorkOrder(
        Lease.parse(node.path("lease").asString(""))
            .orElseThrow(() -> new IllegalArgumentException("it names no lease")),
        node.path("kind").asString(""),
        node.path("attempt").asInt(0),
        new WorkOrder.Input(
            name(input.path("name").asString("")),
            input.path("size").asLong(0),
            input.has("sha256") ? new Digest(input.path("sha256").asString("")) : null),
        texts(node.path("folders")),
        tools,
        new Limits(
            Duration.ofMillis(limits.path("timeMillis").asLong(0)),
            Duration.ofMillis(limits.path("stallMillis").asLong(0)),
            limits.path("memoryBytes").asLong(0),
            limits.path("fileBytes").asLong(0),
            limits.path("writtenBytes").asLong(0),
            limits.path("idle").asBoolean(false)),
        shares,
        Duration.ofMillis(node.path("mediaMillis").asLong(0)),
        Duration.ofMillis(node.path("keptMillis").asLong(0)),
        texts(node.path("yields")));
  }

  private static String name(String text) {
    if (!text.matches("[A-Za-z0-9][A-Za-z0-9.]{0,39}")) {
      throw new IllegalArgumentException("“" + text + "” is no name for a file");
    }
    return text;
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(text -> texts.add(text.asString("")));
    return texts;
  }

  @Override
  public void renew(Lease lease, Progress progress)
      throws IOException, InterruptedException, Dismissed, Lost {
    var body =
        JSON.createObjectNode()
            .put("done", progress.fraction() < 0 ? -1 : (long) (progress.fraction() * MILLION))
            .put("media", progress.media().toMillis())
            .put("speed", (long) (Math.max(0, progress.speed()) * MILLION));
    var remaining = progress.remaining();
    if (remaining != null) {
      body.put("remaining", Math.clamp(remaining.toSeconds(), 0, REMAINING_SECONDS_MAX));
    }
    post(address(lease, "/renew"), body, ANSWER_LIMIT);
  }

  private static String address(Lease lease, String rest) {
    return LEASES + "/" + lease.text() + rest;
  }

  @Override
  public void fetch(WorkOrder order, Path target)
      throws IOException, InterruptedException, Dismissed, Lost {
    try (var file = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      String etag = "";
      while (file.size() < order.input().size()) {
        long from = file.size();
        long to = Math.min(from + PIECE_BYTES, order.input().size()) - 1;
        var request =
            request(address(order.lease(), "/input"))
                .header("Range", "bytes=" + from + "-" + to)
                .GET();
        if (!etag.isEmpty()) {
          request.header("If-Match", etag);
        }
        var piece = ask(request, BodyHandlers.ofByteArray(), PIECE_LIMIT);
        etag = piece.headers().firstValue("ETag").orElse("");
        write(file, from, bytes(piece, from, to));
      }
    }
  }

  /// A server may send the whole of a file that fits into one piece.
  private static byte[] bytes(HttpResponse<byte[]> piece, long from, long to) throws IOException {
    boolean isWhole = piece.statusCode() == 200 && from == 0;
    if (!isWhole && piece.statusCode() != 206) {
      throw new IOException("the server does not send parts of files");
    }
    if (piece.body().length != to - from + 1) {
      throw new IOException("the input is not as long as the order says");
    }
    return piece.body();
  }

  private static void write(FileChannel file, long from, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    try {
      while (buffer.hasRemaining()) {
        file.write(buffer, from + buffer.position());
      }
    } catch (IOException e) {
      file.truncate(from);
      throw e;
    }
  }

  @Override
  public Digest digest(Lease lease) throws IOException, InterruptedException, Dismissed, Lost {
    var request = request(address(lease, "/input/digest")).GET();
    var answer = ask(request, BodyHandlers.ofByteArray(), END_LIMIT);
    try {
      return new Digest(JSON.readTree(answer.body()).path("sha256").asString(""));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException("the server's digest can't be understood", e);
    }
  }

  @Override
  public void announce(Lease lease, OutputList outputs)
      throws IOException, InterruptedException, Dismissed, Lost {
    var request =
        request(address(lease, "/outputs"))
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(BodyPublishers.ofString(outputs.toText()));
    ask(request, BodyHandlers.ofByteArray(), PIECE_LIMIT);
  }

  @Override
  public void send(Lease lease, OutputList outputs, Path folder)
      throws IOException, InterruptedException, Dismissed, Lost {
    long length = outputs.bytes();
    long offset = offset(lease);
    var source = new Concatenation(outputs, folder);
    while (offset < length) {
      var piece = source.bytes(offset, (int) Math.min(PIECE_BYTES, length - offset));
      var request =
          request(address(lease, "/outputs"))
              .header("Tus-Resumable", "1.0.0")
              .header("Content-Type", "application/offset+octet-stream")
              .header("Upload-Offset", Long.toString(offset))
              .method("PATCH", BodyPublishers.ofByteArray(piece));
      var answer = ask(request, BodyHandlers.ofByteArray(), PIECE_LIMIT);
      long reached = offset(answer);
      if (reached <= offset) {
        throw new IOException("the server takes no more outputs");
      }
      offset = reached;
    }
    if (length == 0) {
      // Files without any bytes are made by a request all the same.
      ask(
          request(address(lease, "/outputs"))
              .header("Tus-Resumable", "1.0.0")
              .header("Content-Type", "application/offset+octet-stream")
              .header("Upload-Offset", "0")
              .method("PATCH", BodyPublishers.noBody()),
          BodyHandlers.ofByteArray(),
          PIECE_LIMIT);
    }
  }

  private long offset(Lease lease) throws IOException, InterruptedException, Dismissed, Lost {
    var request = request(address(lease, "/outputs")).header("Tus-Resumable", "1.0.0").HEAD();
    return offset(ask(request, BodyHandlers.ofByteArray(), ANSWER_LIMIT));
  }

  private static long offset(HttpResponse<byte[]> answer) throws IOException {
    return answer
        .headers()
        .firstValueAsLong("Upload-Offset")
        .orElseThrow(() -> new IOException("the server does not say how much it has"));
  }

  @Override
  public void end(Lease lease, WorkResult result)
      throws IOException, InterruptedException, Dismissed, Lost {
    var body = JSON.createObjectNode();
    switch (result) {
      case WorkResult.Done() -> body.put("result", "done");
      case WorkResult.Failed(int tool, int code, var log) ->
          body.put("result", "failed").put("tool", tool).put("code", code).put("log", plain(log));
      case WorkResult.Stalled(var silence, var log) ->
          body.put("result", "stalled").put("seconds", silence.toSeconds()).put("log", plain(log));
      case WorkResult.Overdue() -> body.put("result", "overdue");
      case WorkResult.Excessive(long bytes) -> body.put("result", "excessive").put("bytes", bytes);
      case WorkResult.Killed(var log) -> body.put("result", "killed").put("log", plain(log));
    }
    post(address(lease, "/end"), body, END_LIMIT);
  }

  /// Its end, without control characters, of which tools write some.
  private static String plain(String log) {
    var text = log.replaceAll("[\\p{Cc}&&[^\n\t]]", " ").replace('\uFFFD', '?');
    return text.substring(Math.max(0, text.length() - LOG_LENGTH_MAX));
  }

  @Override
  public void giveBack(Lease lease, String reason, boolean isUnable)
      throws IOException, InterruptedException, Dismissed, Lost {
    var words = plain(reason).replace('\n', ' ');
    var body =
        JSON.createObjectNode()
            .put("reason", words.substring(0, Math.min(words.length(), REASON_LENGTH_MAX)))
            .put("unable", isUnable);
    post(address(lease, "/return"), body, ANSWER_LIMIT);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json, application/problem+json, application/octet-stream");
  }

  private HttpResponse<byte[]> post(String path, ObjectNode body, Duration limit)
      throws IOException, InterruptedException, Dismissed, Lost {
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
    return ask(request, BodyHandlers.ofByteArray(), limit);
  }

  /// @param limit for all of it, the answer's body too
  private HttpResponse<byte[]> ask(
      HttpRequest.Builder request, BodyHandler<byte[]> handler, Duration limit)
      throws IOException, InterruptedException, Dismissed, Lost {
    var coming = client.sendAsync(request.build(), handler);
    try {
      return judged(coming.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      throw new IOException("%s does not answer (%s)".formatted(base, words(e)), e);
    } catch (TimeoutException e) {
      throw new IOException("%s does not answer in time".formatted(base), e);
    } finally {
      coming.cancel(true);
    }
  }

  /// Without the names of our own classes.
  private static String words(ExecutionException e) {
    var cause = Objects.requireNonNullElse(e.getCause(), e);
    return Objects.requireNonNullElseGet(
        cause.getMessage(), () -> cause.getClass().getSimpleName());
  }

  private HttpResponse<byte[]> judged(HttpResponse<byte[]> answer)
      throws IOException, Dismissed, Lost {
    int status = answer.statusCode();
    if (status < 300) {
      return answer;
    }
    switch (status) {
      case 401, 403, 426 -> throw new Dismissed(complaint(answer));
      case 400, 404, 405, 409, 410, 415, 422 -> throw new Lost(complaint(answer));
      default -> throw new IOException(base + " answers: " + complaint(answer));
    }
  }

  private static String complaint(HttpResponse<byte[]> answer) {
    try {
      var problem = JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8));
      var detail = problem.path("detail").asString("");
      var title = problem.path("title").asString("");
      if (!title.isEmpty()) {
        return detail.isEmpty() ? title : title + ": " + detail;
      }
    } catch (JacksonException _) {
      // Not one of our problems: then the number has to do.
    }
    return "status " + answer.statusCode();
  }
}
