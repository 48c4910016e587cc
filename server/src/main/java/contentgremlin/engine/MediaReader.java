package contentgremlin.engine;

import contentgremlin.library.ProbeOrder;
import contentgremlin.library.ProbeResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Has files read by helper processes, and waits for what they say. Thread-safe.
@FunctionalInterface
public interface MediaReader {
  ProbeResult read(ProbeOrder order) throws InterruptedException;

  /// As the file is now.
  default ProbeResult read(Path file) throws IOException {
    long modified = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
    try {
      return read(new ProbeOrder(0, file.toString(), Files.size(file), modified));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server stopped while it read a file");
    }
  }
}
