package contentgremlin.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Uploads files by tus 1.0. Goes on by itself after a lost connection or a restart of the server,
/// and, when called again for the same file, where an earlier run of the command was ended.
/// Thread-safe. Every call throws [CommandException] with the server's own words if it refuses.
final class UploadClient {
  private static final String UPLOADS = "/api/v1/uploads";
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(90);

  /// Attempts in a row that moved nothing; together they wait about a minute and a half.
  private static final int FRUITLESS_MAX = 15;

  private static final long PAUSE_MIN_MS = 200;
  private static final long PAUSE_MAX_MS = 10_000;

  /// A request that sent and received nothing for so long is given up.
  private static final int SILENT_SECONDS_MAX = 120;

  /// Asking again is worth while: the server is busy, or starting, or we are out of step with it.
  private static final Set<Integer> PASSING = Set.of(408, 409, 423, 429, 500, 502, 503, 504);

  private final URI base;
  private final String bearer;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  UploadClient(URI base, String bearer) {
    this.base = base;
    this.bearer = bearer;
  }

  /// Called for every piece that goes out, from any thread: it is to return at once.
  @FunctionalInterface
  interface ProgressListener {
    /// @param sent bytes; can become less when a part must be sent again
    void moved(long sent, long total);
  }

  /// @param item what the upload has become
  /// @param resumedAt bytes that an earlier run of the command had sent
  record Added(String item, long resumedAt) {}

  /// Uploads one file, and waits until it is an item.
  ///
  /// @param metadata title, description, tags, visibility …; the file's name is added
  Added add(Path file, Map<String, String> metadata, ProgressListener progress)
      throws IOException, InterruptedException {
    long size = Files.size(file);
    var fingerprint = fingerprint(file, size);
    var all = new HashMap<>(metadata);
    all.putIfAbsent("filename", String.valueOf(file.getFileName()));
    all.put("fingerprint", fingerprint);
    return new Transfer(file, size, all, progress).run(findUnfinished(fingerprint, size));
  }

  /// The same path, size and time of change: most likely the same bytes.
  private static String fingerprint(Path file, long size) throws IOException {
    var text = file.toRealPath() + "|" + size + "|" + Files.getLastModifiedTime(file).toMillis();
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private @Nullable URI findUnfinished(String fingerprint, long size)
      throws IOException, InterruptedException {
    var answer = send(request(base.resolve(UPLOADS)).GET().build());
    if (answer.statusCode() != 200) {
      throw refused(answer);
    }
    for (var upload : Api.JSON.readTree(answer.body()).path("uploads")) {
      boolean isSame =
          upload.path("size").asLong(-1) == size
              && upload.path("kind").asString("").equals("whole")
              && upload.path("metadata").path("fingerprint").asString("").equals(fingerprint);
      if (isSame) {
        return base.resolve(upload.path("address").asString());
      }
    }
    return null;
  }

  /// One file on its way.
  private final class Transfer {
    private final Path file;
    private final long size;
    private final Map<String, String> metadata;
    private final ProgressListener progress;
    private long offset;
    private long resumedAt;
    private boolean isOurs;

    Transfer(Path file, long size, Map<String, String> metadata, ProgressListener progress) {
      this.file = file;
      this.size = size;
      this.metadata = metadata;
      this.progress = progress;
    }

    Added run(@Nullable URI unfinished) throws IOException, InterruptedException {
      var address = unfinished;
      int fruitless = 0;
      while (true) {
        long before = offset;
        String trouble;
        try {
          if (address == null) {
            address = create();
            isOurs = true;
          }
          var item = sendRest(address);
          if (item.isPresent()) {
            return new Added(item.get(), resumedAt);
          }
          trouble = "the server does not finish the upload";
        } catch (Passing e) {
          trouble = String.valueOf(e.getMessage());
        } catch (Lost _) {
          address = null;
          offset = 0;
          trouble = "the server does not know the upload any more";
        }
        fruitless = offset > before ? 0 : fruitless + 1;
        if (fruitless > FRUITLESS_MAX) {
          throw CommandException.failed(
              "%s: gave up at %d of %d bytes (%s); the same command goes on from there"
                  .formatted(file.getFileName(), offset, size, trouble));
        }
        pause(fruitless);
      }
    }

    private URI create() throws IOException, InterruptedException, Passing {
      var answer =
          ask(
              request(base.resolve(UPLOADS))
                  .header("Tus-Resumable", "1.0.0")
                  .header("Upload-Length", Long.toString(size))
                  .header("Upload-Metadata", encoded(metadata))
                  .POST(BodyPublishers.noBody())
                  .build());
      if (answer.statusCode() != 201) {
        throw refused(answer);
      }
      return base.resolve(answer.headers().firstValue("Location").orElse(""));
    }

    /// @return the item, or empty if the server has all bytes but not finished yet
    private Optional<String> sendRest(URI address)
        throws IOException, InterruptedException, Passing, Lost {
      var head = ask(request(address).header("Tus-Resumable", "1.0.0").HEAD().build());
      if (head.statusCode() == 404 || head.statusCode() == 410) {
        throw new Lost();
      }
      if (head.statusCode() != 200) {
        throw refused(head);
      }
      offset = head.headers().firstValueAsLong("Upload-Offset").orElse(0);
      if (!isOurs) {
        resumedAt = offset;
      }
      progress.moved(offset, size);
      var item = head.headers().firstValue("Gremlin-Item");
      return item.isPresent() || offset >= size ? item : patch(address);
    }

    private Optional<String> patch(URI address) throws IOException, InterruptedException, Passing {
      try (var pieces = new FilePieces(file, offset, size, this::tell)) {
        var body = BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(pieces), size - offset);
        var request =
            request(address)
                .header("Tus-Resumable", "1.0.0")
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", Long.toString(offset))
                .method("PATCH", body)
                .build();
        var answer = watch(request, pieces);
        isOurs |= answer.statusCode() == 204;
        if (PASSING.contains(answer.statusCode())) {
          throw new Passing(complaint(answer));
        }
        if (answer.statusCode() != 204) {
          throw refused(answer);
        }
        offset = answer.headers().firstValueAsLong("Upload-Offset").orElse(offset);
        progress.moved(offset, size);
        return answer.headers().firstValue("Gremlin-Item");
      }
    }

    private void tell(long sent) {
      progress.moved(sent, size);
    }

    /// Sends the request, and ends it if nothing moves any more.
    private HttpResponse<String> watch(HttpRequest request, FilePieces pieces)
        throws IOException, InterruptedException, Passing {
      var answer = client.sendAsync(request, BodyHandlers.ofString());
      long seen = -1;
      int silentSeconds = 0;
      while (silentSeconds < SILENT_SECONDS_MAX) {
        try {
          return answer.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
          silentSeconds = pieces.position() == seen ? silentSeconds + 1 : 0;
          seen = pieces.position();
        } catch (ExecutionException e) {
          throw asFault(e);
        } catch (InterruptedException e) {
          answer.cancel(true);
          throw e;
        }
      }
      answer.cancel(true);
      throw new Passing("nothing moved for " + SILENT_SECONDS_MAX + " s");
    }

    /// What went wrong with the connection may go right next time; what went wrong with our file
    /// will not.
    private IOException asFault(ExecutionException e) throws IOException, Passing {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof UncheckedIOException fault) {
          throw new IOException("can't read " + file, fault.getCause());
        }
      }
      throw new Passing(String.valueOf(e.getCause()));
    }

    private HttpResponse<String> ask(HttpRequest request) throws InterruptedException, Passing {
      try {
        var answer = send(request);
        if (PASSING.contains(answer.statusCode())) {
          throw new Passing(complaint(answer));
        }
        return answer;
      } catch (IOException e) {
        throw new Passing(e.toString());
      }
    }
  }

  private static void pause(int fruitless) throws InterruptedException {
    int doublings = Math.clamp(fruitless - 1, 0, 10);
    Thread.sleep(Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS << doublings));
  }

  private HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address).header("Authorization", "Bearer " + bearer);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, BodyHandlers.ofString());
    try {
      return answer.get(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("no answer from " + base + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException(
          "no answer from " + base + " for " + ANSWER_LIMIT.toSeconds() + " s", e);
    }
  }

  private static String encoded(Map<String, String> metadata) {
    return new TreeMap<>(metadata)
        .entrySet().stream()
            .map(entry ->
                entry.getKey()
                    + " "
                    + Base64.getEncoder()
                        .encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8)))
            .collect(Collectors.joining(","));
  }

  private static CommandException refused(HttpResponse<String> answer) {
    return CommandException.failed(complaint(answer));
  }

  private static String complaint(HttpResponse<String> answer) {
    return Api.complaint(answer.statusCode(), answer.body());
  }

  /// May go better in a moment.
  private static final class Passing extends Exception {
    private static final long serialVersionUID = 1;

    Passing(String message) {
      super(message);
    }
  }

  /// The server has forgotten the upload: it must begin anew.
  private static final class Lost extends Exception {
    private static final long serialVersionUID = 1;
  }
}
