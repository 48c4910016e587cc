package contentgremlin.engine.library;

import contentgremlin.library.FileRole;
import contentgremlin.library.LibraryId;
import contentgremlin.library.ProbeOrder;
import contentgremlin.library.ProbedMedia;
import contentgremlin.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a comparison has found and is to be written, many folders in one transaction. Files that
/// nobody knew are held back a little until they are read. Used by one thread at a time.
final class Pending {
  /// Folders and files that are written in one transaction.
  static final int BATCH = 1_000;

  /// Folders and files that are held back at a time.
  private static final int HELD_MAX = 4_000;

  /// After a batch that was not even half read in that time, so many files are not waited for.
  private static final long IMPATIENT_FILES = 4L * BATCH;

  /// Whoever looks at a library that is listed for the first time wants to see something.
  private static final Duration WAIT_MAX = Duration.ofMillis(500);

  /// The same, where something is being read.
  private static final Duration WAIT_AHEAD_MAX = Duration.ofSeconds(2);

  private final Database database;
  private final InstantSource time;
  private final FolderWriter writer;
  private final OpenTrees trees;
  private final Ahead ahead;
  private final LibraryId library;
  private final Garbage garbage = new Garbage();
  private final ArrayDeque<Held> queue = new ArrayDeque<>();
  private int weight;
  private long impatient;
  private Instant flushed = Instant.EPOCH;

  /// May be carried out twice; MUST touch nothing but these tables.
  @FunctionalInterface
  interface Write {
    void in(Database.Tables tables, Newcomers newcomers);
  }

  /// @param weight how many rows it is about, or so
  /// @param part of which it awaits something; null: of none
  private record Held(int weight, Ahead.@Nullable Part part, Write write) {
    boolean isReady() {
      return part == null || part.isRead();
    }
  }

  Pending(
      Database database,
      InstantSource time,
      FolderWriter writer,
      OpenTrees trees,
      Ahead ahead,
      LibraryId library) {
    this.database = database;
    this.time = time;
    this.writer = writer;
    this.trees = trees;
    this.ahead = ahead;
    this.library = library;
  }

  void add(Write write) {
    hold(new Held(1, null, write));
  }

  /// @param since what is not there has been gone since then
  /// @param isUnread whether what is new in the folder is read before, if there is room
  void add(FolderPlan plan, Instant since, boolean isUnread) {
    int rows = 1 + plan.acts().size();
    var part = isUnread && impatient == 0 ? ahead.want(orders(plan)) : null;
    impatient = Math.max(0, impatient - rows);
    hold(
        new Held(
            rows,
            part,
            (tables, newcomers) ->
                writer.write(
                    tables,
                    newcomers,
                    part == null ? plan : with(plan, part.take()),
                    since,
                    time.instant())));
  }

  /// Numbered by the places of the acts.
  private static List<ProbeOrder> orders(FolderPlan plan) {
    var orders = new ArrayList<ProbeOrder>();
    var place = plan.library().root() + "/" + plan.listing().path();
    for (int i = 0; i < plan.acts().size(); i++) {
      if (plan.acts().get(i) instanceof Act.Add(var found, var role, _) && role == FileRole.MEDIA) {
        var stat = found.stat();
        orders.add(new ProbeOrder(i, place + found.name(), stat.size(), stat.modified()));
      }
    }
    return orders;
  }

  private static FolderPlan with(FolderPlan plan, Map<Long, ProbedMedia> read) {
    var acts = new ArrayList<Act>();
    for (int i = 0; i < plan.acts().size(); i++) {
      var act = plan.acts().get(i);
      var media = read.get((long) i);
      acts.add(
          media != null && act instanceof Act.Add(var found, var role, _)
              ? new Act.Add(found, role, media)
              : act);
    }
    return plan.with(acts);
  }

  private void hold(Held one) {
    queue.add(one);
    weight += one.weight;
    while (weight >= BATCH && (hasReadyBatch() || weight >= HELD_MAX)) {
      var batch = batch();
      await(batch);
      write(batch);
    }
  }

  private boolean hasReadyBatch() {
    int ready = 0;
    for (var one : queue) {
      if (ready >= BATCH || !one.isReady()) {
        break;
      }
      ready += one.weight;
    }
    return ready >= BATCH;
  }

  private List<Held> batch() {
    var batch = new ArrayList<Held>();
    for (int rows = 0; rows < BATCH && !queue.isEmpty(); rows += batch.getLast().weight) {
      batch.add(queue.remove());
      weight -= batch.getLast().weight;
    }
    return batch;
  }

  private void await(List<Held> batch) {
    long end = System.nanoTime() + ahead.patience().toNanos();
    int late = 0;
    for (var one : batch) {
      var part = one.part;
      if (part != null && !part.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
        late += one.weight;
      }
    }
    if (late * 2 > BATCH) {
      impatient = IMPATIENT_FILES;
    }
  }

  /// Whether something has waited for long enough.
  boolean isLate() {
    if (queue.isEmpty()) {
      return false;
    }
    var wait = queue.element().isReady() ? WAIT_MAX : WAIT_AHEAD_MAX;
    return time.instant().isAfter(flushed.plus(wait));
  }

  /// Writes everything at once.
  void flush() {
    while (!queue.isEmpty()) {
      write(batch());
    }
  }

  /// Writes everything, when it was read.
  void finish() {
    while (!queue.isEmpty()) {
      var batch = batch();
      await(batch);
      write(batch);
    }
  }

  /// After a fault: whatever was not written is found again by the next comparison.
  void forget() {
    queue.clear();
    weight = 0;
  }

  private void write(List<Held> batch) {
    flushed = time.instant();
    database.write(tables -> {
      // A disk may have answered only now that nobody wants to know any more.
      if (tables.libraries().find(library).filter(known -> !known.isRemoved()).isPresent()) {
        var newcomers = writer.newcomers(tables, time.instant());
        batch.forEach(one -> one.write.in(tables, newcomers));
        newcomers.write();
      }
      return batch;
    });
    writer.takeLeft().forEach(trees::compare);
    garbage.add(batch.stream().mapToInt(Held::weight).sum());
  }
}
