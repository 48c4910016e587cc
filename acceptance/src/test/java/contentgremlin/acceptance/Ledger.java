package contentgremlin.acceptance;

import contentgremlin.acceptance.MediaPool.Media;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Everything that the server has acknowledged, and what was found to contradict it. Also a file,
/// line by line, for whoever has to find out what happened. Thread-safe.
final class Ledger {
  private static final int FAULTS_SHOWN_MAX = 40;

  private final BufferedWriter file;
  private final long began = System.nanoTime();

  /// Items by id, and the bytes that were sent for each.
  final Map<String, Item> items = new ConcurrentSkipListMap<>();

  /// Acknowledged offsets of uploads that have not become items, by address.
  final Map<String, Long> uploads = new ConcurrentSkipListMap<>();

  /// Uploads whose removal was acknowledged.
  final Set<String> dropped = new ConcurrentSkipListSet<>();

  /// Values that an item's title may have: one, once the last change was acknowledged.
  final Map<String, Set<String>> titles = new ConcurrentHashMap<>();

  final Set<String> users = new ConcurrentSkipListSet<>();
  final Set<String> tokens = new ConcurrentSkipListSet<>();

  /// Jobs of which a cancellation was acknowledged; whether a retry was acknowledged after it.
  final Map<Long, Boolean> cancelled = new ConcurrentSkipListMap<>();

  /// Events as they were seen: their data by their number.
  final Map<Long, String> events = new ConcurrentSkipListMap<>();

  final AtomicLong bytes = new AtomicLong();
  final AtomicInteger resumed = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();
  final AtomicInteger edits = new AtomicInteger();
  private final List<String> faults = new CopyOnWriteArrayList<>();

  /// @param trashed null while nobody knows: the answer was lost
  record Item(String id, Media media, String digest, @Nullable Boolean trashed) {}

  Ledger(Path path) {
    try {
      file = Files.newBufferedWriter(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void note(String what) {
    try {
      file.write(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) + " ms: " + what + "\n");
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void fault(String what) {
    note("FAULT " + what);
    faults.add(what);
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  /// What an assertion shows.
  String faultsInWords() {
    var shown = new ArrayList<>(faults.subList(0, Math.min(faults.size(), FAULTS_SHOWN_MAX)));
    return faults.size() + " faults:\n" + String.join("\n", shown);
  }

  void upload(String address, long offset) {
    note("upload " + address + " has " + offset);
    uploads.put(address, offset);
  }

  /// The answer to the last byte, or to a form.
  void item(String id, Media media) {
    note("item " + id + " is " + media.name());
    var before = items.putIfAbsent(id, new Item(id, media, media.digest(), false));
    if (before != null && !before.digest().equals(media.digest())) {
      fault("two different uploads were told that they became item " + id);
    }
    if (before == null) {
      bytes.addAndGet(media.bytes().length);
    }
  }

  void trashed(String id, @Nullable Boolean trashed) {
    note("item " + id + " in the trash: " + trashed);
    items.computeIfPresent(id, (_, item) -> new Item(id, item.media(), item.digest(), trashed));
  }

  /// Before a title is sent: from now on the item may have either.
  void titleSent(String id, String title) {
    titles.computeIfPresent(
        id,
        (_, before) -> {
          var both = new ConcurrentSkipListSet<>(before);
          both.add(title);
          return both;
        });
  }

  void title(String id, String title) {
    note("item " + id + " is called " + title);
    titles.put(id, Set.of(title));
    edits.incrementAndGet();
  }

  /// Counts of what was acknowledged, in words.
  Map<String, Long> counts() {
    var counts = new TreeMap<String, Long>();
    counts.put("items", (long) items.size());
    counts.put("bytes acknowledged", bytes.get());
    counts.put("uploads resumed", (long) resumed.get());
    counts.put("edits", (long) edits.get());
    counts.put("jobs cancelled", (long) cancelled.size());
    counts.put("users and tokens", (long) users.size() + tokens.size());
    counts.put("events", (long) events.size());
    return counts;
  }
}
