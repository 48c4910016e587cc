package contentgremlin.libvirt;

/// The words that the companion understands, each the first of a line of [Fields].
final class Orders {
  /// With the address. The answer's first line says what is amiss, the empty string if nothing is;
  /// each other line is a machine: UUID, name, state, processors, bytes of memory.
  static final String LIST = "list";

  /// With the address, the UUID, and the change.
  static final String CHANGE = "change";

  /// Said by the companion itself: something is otherwise than before.
  static final String CHANGED = "changed";

  private Orders() {}
}
