package contentgremlin.vault;

import java.util.Map;

/// What files of a format are usually called, so that a person who looks into `content/original`
/// can open them.
public final class FileExtension {
  /// For a format without a usual name.
  public static final String UNKNOWN = "bin";

  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("video/mp4", "mp4"),
          Map.entry("video/quicktime", "mov"),
          Map.entry("video/x-matroska", "mkv"),
          Map.entry("video/matroska", "mkv"),
          Map.entry("video/webm", "webm"),
          Map.entry("video/mp2t", "ts"),
          Map.entry("video/mpeg", "mpg"),
          Map.entry("video/x-msvideo", "avi"),
          Map.entry("video/ogg", "ogv"),
          Map.entry("video/x-flv", "flv"),
          Map.entry("video/x-ms-wmv", "wmv"),
          Map.entry("audio/x-ms-wma", "wma"),
          Map.entry("audio/amr", "amr"),
          Map.entry("audio/mpeg", "mp3"),
          Map.entry("audio/mp4", "m4a"),
          Map.entry("audio/aac", "aac"),
          Map.entry("audio/flac", "flac"),
          Map.entry("audio/ogg", "ogg"),
          Map.entry("audio/wav", "wav"),
          Map.entry("audio/x-wav", "wav"),
          Map.entry("audio/aiff", "aiff"),
          Map.entry("audio/x-matroska", "mka"),
          Map.entry("audio/matroska", "mka"),
          Map.entry("audio/webm", "weba"),
          Map.entry("image/jpeg", "jpg"),
          Map.entry("image/png", "png"),
          Map.entry("image/gif", "gif"),
          Map.entry("image/webp", "webp"),
          Map.entry("image/avif", "avif"),
          Map.entry("image/heic", "heic"),
          Map.entry("image/tiff", "tiff"),
          Map.entry("image/svg+xml", "svg"),
          Map.entry("image/bmp", "bmp"),
          Map.entry("application/pdf", "pdf"),
          Map.entry("application/epub+zip", "epub"),
          Map.entry("text/plain", "txt"));

  private FileExtension() {}

  /// @param mediaType "video/mp4"; parameters behind a semicolon don't matter
  public static String of(String mediaType) {
    int end = mediaType.indexOf(';');
    return KNOWN.getOrDefault(end < 0 ? mediaType : mediaType.substring(0, end).strip(), UNKNOWN);
  }
}
