package contentgremlin.engine.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.engine.JobHandler.Task;
import contentgremlin.item.Rendition;
import contentgremlin.transcode.CodecString;
import contentgremlin.transcode.FrameList;
import contentgremlin.transcode.MediaPlaylist;
import contentgremlin.transcode.Report;
import contentgremlin.transcode.StreamFiles;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The files of one attempt, before and after they were published: concluding twice must see the
/// same ones.
record Attempt(Vault vault, Task task) {
  /// No text that a tool writes for us is larger.
  private static final int TEXT_BYTES_MAX = 64 << 20;

  private static final int INIT_BYTES_MAX = 1 << 20;

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("m3u8", "application/vnd.apple.mpegurl"),
          Map.entry("m4s", "video/iso.segment"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("m4a", "audio/mp4"),
          Map.entry("opus", "audio/ogg"),
          Map.entry("vtt", "text/vtt"),
          Map.entry("json", "application/json"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("avif", "image/avif"),
          Map.entry("png", "image/png"));

  Path file(String name) {
    return task.folder().resolve(name);
  }

  String original() {
    return vault.original(task.item()).toAbsolutePath().toString();
  }

  void createFolders(List<String> names) throws IOException {
    for (String name : names) {
      Files.createDirectories(file(name));
    }
  }

  /// The folder of what is or was to be published: still here, or already in its place.
  Path produced(Rendition.Kind kind, String folder) {
    return isPublished(kind) ? vault.path(target(kind)) : file(folder);
  }

  boolean isPublished(Rendition.Kind kind) {
    return Files.isDirectory(vault.path(target(kind)));
  }

  /// @param now becomes the rendition's time
  Rendition publish(Rendition.Kind kind, String folder, Map<String, String> details, Instant now)
      throws IOException {
    var files = vault.publish(file(folder), target(kind), Attempt::mediaType);
    return new Rendition(task.item().id(), kind, task.job().id(), now, details, files);
  }

  private String target(Rendition.Kind kind) {
    return Rendition.folder(task.item().id(), kind, task.job().id());
  }

  /// Its text, or the empty string if it is not there.
  String text(String name) throws IOException {
    return text(file(name));
  }

  static String text(Path path) throws IOException {
    return text(path, TEXT_BYTES_MAX);
  }

  private static String text(Path path, int bytesMax) throws IOException {
    try {
      if (Files.size(path) > bytesMax) {
        throw new IOException(path + " is larger than anything a tool should have written");
      }
      return new String(Files.readAllBytes(path), UTF_8);
    } catch (NoSuchFileException _) {
      return "";
    }
  }

  /// The end of a file that may be long; the empty string if it is not there.
  String tail(String name, int bytes) throws IOException {
    if (!Files.exists(file(name))) {
      return "";
    }
    try (var file = new RandomAccessFile(file(name).toFile(), "r")) {
      file.seek(Math.max(0, file.length() - bytes));
      var buffer = new byte[(int) Math.min(bytes, file.length())];
      file.readFully(buffer);
      return new String(buffer, UTF_8);
    }
  }

  Report report(String name) throws IOException {
    return Report.parse(text(file(name), Report.BYTES_MAX));
  }

  FrameList frames(String name) throws IOException {
    return FrameList.parse(text(name));
  }

  /// Looks at one stream of segments.
  ///
  /// @param root where its rendition lies now
  /// @param name of its folder below that
  StreamFiles stream(Path root, String name) throws IOException {
    var folder = root.resolve(name);
    var playlist = MediaPlaylist.parse(text(folder.resolve("index.m3u8")));
    var sizes = new HashMap<String, Long>();
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        sizes.put(file.getFileName().toString(), Files.size(file));
      }
    }
    return new StreamFiles(name, playlist, codec(folder.resolve(playlist.map())), sizes);
  }

  private static String codec(Path init) throws IOException {
    if (!Files.isRegularFile(init) || Files.size(init) > INIT_BYTES_MAX) {
      return "";
    }
    return CodecString.of(Files.readAllBytes(init)).orElse("");
  }

  private static String mediaType(String path) {
    String extension = path.substring(path.lastIndexOf('.') + 1);
    return TYPES.getOrDefault(extension, "application/octet-stream");
  }
}
