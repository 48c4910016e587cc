package contentgremlin.library;

import java.nio.file.Path;
import java.util.function.Consumer;

/// Reads the tags, streams and covers of files in processes of their own, so that no file can harm
/// the server. Thread-safe.
public interface Prober extends AutoCloseable {
  /// How many files can be read at the same time.
  int places();

  /// Gives the order to whoever is free; waits while all have as much before them as they may. So
  /// there are never more orders on their way than a fixed number, and what matters most should be
  /// asked for last, not all at once.
  ///
  /// @param done gets the one result, on a thread of the prober: it must hand it on and return, and
  ///   while it does not, less is read. Orders are not answered in the order they were given. It is
  ///   not called any more after [#close]
  /// @throws InterruptedException before the order was taken
  /// @throws IllegalStateException after [#close]
  void probe(ProbeOrder order, Consumer<ProbeResult> done) throws InterruptedException;

  /// Writes the picture that a file brings along, the front cover if there are several, to a file
  /// that must not be there yet, and waits for it. Goes before what [#probe] was asked.
  CoverResult cover(ProbeOrder order, Path target) throws InterruptedException;

  /// Ends all helpers at once. What was asked for stays unanswered.
  @Override
  void close();
}
