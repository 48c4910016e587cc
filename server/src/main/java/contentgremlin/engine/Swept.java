package contentgremlin.engine;

/// How much one turn of a broom did.
///
/// @param bytes that became free
/// @param more whether it was cut off at its limit, so that the next turn finds more
record Swept(long count, long bytes, boolean more) {
  static final Swept NOTHING = new Swept(0, 0, false);

  static Swept of(long count) {
    return new Swept(count, 0, false);
  }

  Swept plus(Swept other) {
    return new Swept(count + other.count, bytes + other.bytes, other.more);
  }
}
