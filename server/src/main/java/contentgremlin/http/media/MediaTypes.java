package contentgremlin.http.media;

import contentgremlin.vault.StoredFile;

/// How files of renditions are called where players insist on a name.
final class MediaTypes {
  static final String PLAYLIST = "application/vnd.apple.mpegurl";

  private MediaTypes() {}

  static String of(StoredFile file) {
    var path = file.path();
    int dot = path.lastIndexOf('.');
    return switch (dot < 0 ? "" : path.substring(dot + 1)) {
      case "m3u8" -> PLAYLIST;
      case "m4s" -> "video/iso.segment";
      case "vtt" -> "text/vtt; charset=utf-8";
      default -> file.mediaType();
    };
  }
}
