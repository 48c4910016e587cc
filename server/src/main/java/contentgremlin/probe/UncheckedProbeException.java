package contentgremlin.probe;

/// Carries a [ProbeException] through code that reads byte by byte.
final class UncheckedProbeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ProbeException inner;

  UncheckedProbeException(ProbeException inner) {
    super(inner);
    this.inner = inner;
  }

  ProbeException inner() {
    return inner;
  }
}
