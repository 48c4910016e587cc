package contentgremlin.library;

public enum FileRole {
  /// Becomes an item.
  MEDIA,
  /// Belongs to the items beside it: covers, subtitles, lyrics, descriptions.
  SIDECAR
}
