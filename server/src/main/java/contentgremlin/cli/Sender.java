package contentgremlin.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Uploads files and shows how far they are. Not thread-safe.
final class Sender {
  private final UploadClient client;
  private final Bars bars;
  private final InstantSource time;

  Sender(Api api, Bars bars, InstantSource time) {
    this.client = new UploadClient(api.base(), api.secret());
    this.bars = bars;
    this.time = time;
  }

  /// What is said of a file; null leaves it to the server.
  ///
  /// @param dropOriginal keep only what is made from it
  /// @param keepLocation leave the place in published pictures
  record About(
      @Nullable String title,
      @Nullable String description,
      List<String> tags,
      @Nullable String visibility,
      @Nullable String licence,
      boolean dropOriginal,
      boolean keepLocation) {
    Map<String, String> metadata() {
      var metadata = new LinkedHashMap<String, String>();
      put(metadata, "title", title);
      put(metadata, "description", description);
      put(metadata, "tags", tags.isEmpty() ? null : String.join(",", tags));
      put(metadata, "visibility", visibility);
      put(metadata, "license", licence);
      put(metadata, "dropOriginal", dropOriginal ? "true" : null);
      put(metadata, "keepLocation", keepLocation ? "true" : null);
      return metadata;
    }

    private static void put(Map<String, String> metadata, String key, @Nullable String value) {
      if (value != null) {
        metadata.put(key, value);
      }
    }
  }

  /// @return the item's id
  String send(Path file, About about) throws IOException, InterruptedException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw CommandException.failed("it is not a file");
    }
    var bar = bars.add(String.valueOf(file.getFileName()));
    boolean sent = false;
    try {
      var size = Files.size(file);
      var added = client.add(file, about.metadata(), new Speedometer(bar));
      var resumed = added.resumedAt() > 0 ? ", from " + Texts.bytes(added.resumedAt()) + " on" : "";
      bar.end("uploaded, " + Texts.bytes(size) + resumed);
      sent = true;
      return added.item();
    } finally {
      if (!sent) {
        bar.end("not uploaded");
      }
    }
  }

  /// What a failure means for the person who named the file.
  static String complaint(Path file, Exception failure) {
    return "gremlin: " + Texts.printable(file + ": " + why(failure));
  }

  static String why(Exception failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "it may not be read";
      case FileSystemException known when known.getReason() != null -> known.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }

  private final class Speedometer implements UploadClient.ProgressListener {
    private final Bars.Bar bar;
    private final Instant start = time.instant();
    private long first = -1;

    Speedometer(Bars.Bar bar) {
      this.bar = bar;
    }

    @Override
    public void moved(long sent, long total) {
      first = first < 0 ? sent : first;
      double seconds = Duration.between(start, time.instant()).toMillis() / 1000.0;
      var speed = seconds > 0 ? (sent - first) / seconds : 0;
      bar.set(
          total == 0 ? 1 : (double) sent / total,
          speed > 0 ? Texts.bytes((long) speed) + "/s" : "");
    }
  }
}
