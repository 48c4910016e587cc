package contentgremlin.engine;

import contentgremlin.vault.Digest;
import contentgremlin.worker.OutputList;
import contentgremlin.worker.WorkResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a worker sends of one attempt, as it lies in the attempt's folder until all of it is there.
///
/// ```
/// sent.list  what was announced
/// sent/      the files that came so far, in the order of the list
/// delivered  how it ended; from then on nothing is taken any more
/// ```
///
/// How far it is follows from the lengths of the files alone, so nothing is to be kept besides.
/// Used by one thread at a time.
record Delivery(Path folder) {
  private static final String LIST = "sent.list";
  private static final String SENT = "sent";
  private static final String RESULT = "delivered";
  private static final int BUFFER_BYTES = 1 << 18;

  /// As far as it is told in a reason.
  private static final int LOG_LENGTH_MAX = 64 << 10;

  /// The announced files, and how many bytes of them have come.
  record Stock(OutputList list, long offset) {}

  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(RESULT));
  }

  /// Begins a delivery, or goes on with the same one. Another list begins anew.
  void announce(OutputList list) throws IOException {
    var text = list.toText();
    var file = folder.resolve(LIST);
    if (Files.exists(file) && Files.readString(file).equals(text)) {
      return;
    }
    discard();
    var draft = folder.resolve(LIST + ".new");
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Forgets what has come.
  void discard() throws IOException {
    Files.deleteIfExists(folder.resolve(LIST));
    try {
      Files.walkFileTree(folder.resolve(SENT), new Removal());
    } catch (NoSuchFileException _) {
      // nothing has come yet
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(inner);
      return FileVisitResult.CONTINUE;
    }
  }

  /// Empty before anything was announced.
  Optional<Stock> stock() throws IOException {
    var list = list();
    if (list.isEmpty()) {
      return Optional.empty();
    }
    var files = list.get().files();
    int whole = whole(files);
    long offset = files.subList(0, whole).stream().mapToLong(OutputList.Entry::size).sum();
    return Optional.of(
        new Stock(list.get(), whole < files.size() ? offset + length(files.get(whole)) : offset));
  }

  /// How many files are whole, from the first on. They come in their order, so few of the perhaps
  /// thousands have to be looked at for each request.
  private int whole(List<OutputList.Entry> files) throws IOException {
    int least = 0;
    int most = files.size();
    while (least < most) {
      int middle = (least + most) >>> 1;
      if (isWhole(files.get(middle))) {
        least = middle + 1;
      } else {
        most = middle;
      }
    }
    return least;
  }

  /// A file without bytes has to be there, too.
  private boolean isWhole(OutputList.Entry file) throws IOException {
    return Files.exists(there(file)) && length(file) == file.size();
  }

  private Optional<OutputList> list() throws IOException {
    try {
      return Optional.of(OutputList.parse(Files.readString(folder.resolve(LIST))));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException("the list in " + folder + " of what is sent is damaged", e);
    }
  }

  private Path place(OutputList.Entry file) {
    return folder.resolve(SENT).resolve(file.path());
  }

  /// Where it lies now: [#accept] may have been cut off while it moved them.
  private Path there(OutputList.Entry file) {
    var moved = folder.resolve(file.path());
    return !Files.exists(place(file)) && Files.exists(moved) ? moved : place(file);
  }

  private long length(OutputList.Entry file) throws IOException {
    try {
      return Math.min(Files.size(there(file)), file.size());
    } catch (NoSuchFileException _) {
      return 0;
    }
  }

  /// Adds bytes where the last ones ended, until the body or the list does. What came before a
  /// failure is kept.
  void append(Stock stock, InputStream body) throws IOException {
    long start = 0;
    var buffer = new byte[BUFFER_BYTES];
    for (var file : stock.list().files()) {
      long end = start + file.size();
      if (end > stock.offset() || (file.size() == 0 && start >= stock.offset())) {
        long done = Math.max(0, stock.offset() - start);
        if (!fill(file, done, body, buffer)) {
          return;
        }
      }
      start = end;
    }
  }

  /// @return whether the file is whole now
  private boolean fill(OutputList.Entry file, long from, InputStream body, byte[] buffer)
      throws IOException {
    var place = place(file);
    Files.createDirectories(place.getParent());
    long position = from;
    try (var channel =
        FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      try {
        while (position < file.size()) {
          int count = body.read(buffer, 0, (int) Math.min(buffer.length, file.size() - position));
          if (count < 0) {
            break;
          }
          var bytes = ByteBuffer.wrap(buffer, 0, count);
          while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
          }
        }
      } finally {
        channel.truncate(position);
      }
    }
    return position == file.size();
  }

  /// Compares what came with what was announced; what differs is forgotten, to be sent once more.
  ///
  /// @return the first file that differs or is not whole; empty if all is well
  Optional<String> complaint(Digests digests) throws IOException {
    var list = list();
    if (list.isEmpty()) {
      return Optional.of("nothing was announced");
    }
    var files = list.get().files();
    for (int i = 0; i < files.size(); i++) {
      var file = files.get(i);
      boolean whole = Files.exists(there(file)) && Files.size(there(file)) == file.size();
      if (!whole || !digests.of(there(file)).equals(file.digest())) {
        forget(files.subList(i, files.size()));
        return Optional.of(file.path());
      }
    }
    return Optional.empty();
  }

  /// The last one first: those that are whole are always the first ones of the list.
  private void forget(List<OutputList.Entry> files) throws IOException {
    for (var file : files.reversed()) {
      Files.deleteIfExists(place(file));
      Files.deleteIfExists(folder.resolve(file.path()));
    }
  }

  interface Digests {
    Digest of(Path file) throws IOException;
  }

  /// Puts what was compared where the tools would have left it, and tells how it ended. May be
  /// called again after a crash.
  void accept(WorkResult result) throws IOException {
    var list = list();
    if (result instanceof WorkResult.Done && list.isPresent()) {
      for (var file : list.get().files()) {
        var target = folder.resolve(file.path());
        Files.createDirectories(target.getParent());
        if (Files.exists(place(file))) {
          Files.move(place(file), target, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
    switch (result) {
      case WorkResult.Failed(_, _, var log) -> log(log);
      case WorkResult.Stalled(_, var log) -> log(log);
      case WorkResult.Killed(var log) -> log(log);
      case WorkResult.Done _, WorkResult.Overdue _, WorkResult.Excessive _ -> {}
    }
    var draft = folder.resolve(RESULT + ".new");
    Files.writeString(draft, words(result));
    Files.move(draft, folder.resolve(RESULT), StandardCopyOption.ATOMIC_MOVE);
    discard();
  }

  private void log(String words) throws IOException {
    int from = Math.max(0, words.length() - LOG_LENGTH_MAX);
    Files.writeString(folder.resolve("log"), words.substring(from));
  }

  private static String words(WorkResult result) {
    return switch (result) {
      case WorkResult.Done() -> "done";
      case WorkResult.Failed(int tool, int code, _) -> "failed " + tool + " " + code;
      case WorkResult.Stalled(var silence, _) -> "stalled " + silence;
      case WorkResult.Overdue() -> "overdue";
      case WorkResult.Excessive(long bytes) -> "excessive " + bytes;
      case WorkResult.Killed _ -> "killed";
    };
  }

  /// How it ended. Logs stay in their file.
  static WorkResult read(Path folder) throws IOException {
    var words = Files.readString(folder.resolve(RESULT)).split(" ", -1);
    try {
      return switch (words[0]) {
        case "done" -> new WorkResult.Done();
        case "failed" ->
            new WorkResult.Failed(Integer.parseInt(words[1]), Integer.parseInt(words[2]), "");
        case "stalled" -> new WorkResult.Stalled(Duration.parse(words[1]), "");
        case "overdue" -> new WorkResult.Overdue();
        case "excessive" -> new WorkResult.Excessive(Long.parseLong(words[1]));
        case "killed" -> new WorkResult.Killed("");
        default -> throw new IOException("the note in " + folder + " of how it ended is damaged");
      };
    } catch (RuntimeException e) {
      throw new IOException("the note in " + folder + " of how it ended is damaged", e);
    }
  }
}
