package contentgremlin.extension;

/// What runs in a process of the extension's own, where native code may run: if that crashes or
/// hangs, the server goes on. Its class is in the jar, is public, and has a public constructor
/// without parameters. It sees Java, this interface, the jar's classes, and the jars that lie below
/// `companion/` in the jar, which the server itself never looks into.
///
/// The process is started by the first question, and again by the next one after it has ended. It
/// ends with the extension, and with the server, however that comes to its end. What it prints goes
/// to the server's log. It has 64 MiB for objects, and little besides; `java.io.tmpdir` is a folder
/// of its own that is removed with it.
public interface Companion {
  /// Called once, before the first question. What it takes counts for that.
  ///
  /// @param outbox can be kept
  default void begin(Outbox outbox) throws Exception {}

  /// Called by up to 16 threads at a time.
  ///
  /// @return at most 4 MiB as UTF-8
  /// @throws Exception reaches the asker as an [java.io.IOException] with the same words; the
  ///   process goes on
  String answer(String request) throws Exception;

  /// Tells the server's side something that nobody asked for. Thread-safe.
  interface Outbox {
    /// @param text at most 64 KiB as UTF-8
    void say(String text);
  }
}
