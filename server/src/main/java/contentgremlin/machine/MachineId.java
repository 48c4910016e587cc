package contentgremlin.machine;

/// Names a machine for good: "local", or who knows it and by which key there, as in
/// "libvirt:6695eb01-f6a4-8304-79aa-97f2502e193f". So the same machine is the same row, whatever it
/// is called by now, and however often it is imported.
public record MachineId(String value) {
  /// No provider's keys come near to it.
  public static final int LENGTH_MAX = 200;

  private static final String LOCAL = "local";
  private static final int NODE_SHOWN = 8;

  public MachineId {
    if (value.isBlank() || value.length() > LENGTH_MAX) {
      throw new IllegalArgumentException("no machine is called “" + value + "”");
    }
  }

  /// The one that a server runs on.
  ///
  /// @param node tells servers apart that share a database; the empty string if there is only one
  public static MachineId local(String node) {
    return new MachineId(
        node.isEmpty()
            ? LOCAL
            : LOCAL + "-" + node.substring(0, Math.min(NODE_SHOWN, node.length())));
  }

  /// @param provider who knows it: "libvirt"
  /// @param key what it is called there, for as long as it exists
  public static MachineId of(String provider, String key) {
    return new MachineId(provider + ":" + key);
  }

  @Override
  public String toString() {
    return value;
  }
}
