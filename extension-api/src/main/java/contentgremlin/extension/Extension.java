package contentgremlin.extension;

/// What a jar in `HOME/extensions` brings along. Its class is named by the jar's manifest, is
/// public, and has a public constructor without parameters.
///
/// All calls come on threads of the extension's own, several at a time, and each has a limit. An
/// exception that is not declared, or a call that takes longer than its limit, switches the
/// extension off; the server goes on.
public interface Extension {
  /// The version of this interface. A jar says in its manifest for which one it was made.
  int API = 1;

  /// Called once when the extension begins to work: after its own tables are there, before any of
  /// its parts is called. At most 10 seconds.
  ///
  /// @param host what the server does for the extension; can be kept
  Parts start(Host host) throws Exception;

  /// Called when it is switched off, and when the server stops in good order; not when it dies. At
  /// most 5 seconds.
  default void stop() throws Exception {}
}
