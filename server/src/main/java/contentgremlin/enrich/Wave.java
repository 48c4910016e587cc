package contentgremlin.enrich;

/// Grabbers of a later wave wait for those of the earlier ones, and know what they found.
public enum Wave {
  /// What is in the file, and beside it.
  LOCAL,
  /// What follows from that: which thing it is, by its sound; where it was, by its position.
  IDENTIFY,
  /// What the great catalogues know.
  FIND,
  /// What others know of the thing that was found.
  MORE
}
