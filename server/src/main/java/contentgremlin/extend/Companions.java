package contentgremlin.extend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// Where companions of extensions run: each in a process of its own. Thread-safe.
public interface Companions {
  /// Starts nothing yet.
  Line open(Order order, Ear ear);

  /// @param extension whose it is
  /// @param type the name of its class
  record Order(String extension, String type, Kit kit) {}

  /// What a companion is made from.
  @FunctionalInterface
  interface Kit {
    /// Puts the jars that it runs with into a folder, with nothing else in it.
    void unpack(Path folder) throws IOException;
  }

  /// Hears of a companion. Its calls MUST NOT take long.
  interface Ear {
    void said(String text);

    /// It printed a line.
    void printed(String line);

    /// Its process has ended, and nobody here wanted that.
    ///
    /// @param how for people
    void ended(String how);
  }

  /// As [contentgremlin.extension.CompanionLine]. Thread-safe.
  interface Line extends AutoCloseable {
    String ask(String request, Duration limit) throws IOException, InterruptedException;

    void rest();

    /// Waits for the end of its process, for a moment. Nothing is asked any more.
    @Override
    void close();
  }
}
