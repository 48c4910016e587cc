package contentgremlin.engine.library;

import contentgremlin.engine.Pipeline;
import contentgremlin.enrich.Stages;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.job.Job;
import contentgremlin.job.Priority;
import contentgremlin.library.Entry;
import contentgremlin.library.Entry.ProbeState;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Streams of mirrored films and songs that browsers can't play as they are: made when somebody
/// wants to play them. What has the tables as an argument runs inside the caller's transaction.
public final class LibraryRenditions {
  /// What is made of the bytes of a file, and is worth nothing once these are others. The poster
  /// tells by itself what it was made of.
  private static final Set<Rendition.Kind> OF_BYTES =
      Set.of(
          Rendition.Kind.HLS,
          Rendition.Kind.AUDIO,
          Rendition.Kind.IMAGE,
          Rendition.Kind.SPRITES,
          Rendition.Kind.WAVEFORM,
          Rendition.Kind.CAPTIONS);

  private LibraryRenditions() {}

  /// What a mirrored item needs before it plays.
  public enum Need {
    NOTHING,
    /// Nobody has looked into its file yet.
    READING,
    STREAMS
  }

  public static Need need(Database.Tables tables, Item item) {
    if (!(item.source() instanceof Source.Mirrored)
        || !(item.state() instanceof Item.State.Published)) {
      return Need.NOTHING;
    }
    return switch (item.type()) {
      case IMAGE, DOCUMENT -> Need.NOTHING;
      case AUDIO, VIDEO -> {
        if (item.facts().format() == null) {
          yield Need.READING;
        }
        boolean plays =
            item.facts().isPlayable()
                || tables.items().renditionKinds(item.id()).contains(Rendition.Kind.HLS);
        yield plays ? Need.NOTHING : Need.STREAMS;
      }
    };
  }

  /// Whether something is under way that ends with the item being played.
  public static boolean isUnderWay(Database.Tables tables, Item item) {
    return switch (need(tables, item)) {
      case NOTHING -> false;
      case READING ->
          tables
              .libraries()
              .entryOf(item.id())
              .filter(entry -> entry.probe() == ProbeState.DUE)
              .isPresent();
      case STREAMS ->
          tables.jobs().of(item.id()).stream().anyMatch(LibraryRenditions::isForPlaying);
    };
  }

  /// Neither for pictures of it, nor for what is said of it.
  private static boolean isForPlaying(Job job) {
    return job.isOpen() && !isForPoster(job) && !Stages.isOne(job.kind());
  }

  /// Whether the job only makes pictures of a mirrored item: nobody waits for it to play.
  public static boolean isForPoster(Job job) {
    return job.kind().equals(Pipeline.COVER)
        || job.kind().equals(Pipeline.POSTER)
        || Pipeline.POSTER.equals(job.input().get(Pipeline.WANTED));
  }

  /// Somebody looks at the item: what it needs for being played is made, unless it was tried with
  /// the same bytes before.
  public static void want(Database database, Item item, Instant now) {
    if (database.read(tables -> isDue(tables, item))) {
      database.write(tables -> {
        if (isDue(tables, item)) {
          demand(tables, item, tables.jobs().nextDemand(), now);
        }
        return item;
      });
    }
  }

  private static boolean isDue(Database.Tables tables, Item item) {
    if (isNever(tables)) {
      return false;
    }
    var entry = tables.libraries().entryOf(item.id());
    return entry.isPresent()
        && switch (need(tables, item)) {
          case NOTHING -> false;
          case READING -> entry.get().demand() == 0 && entry.get().probe() == ProbeState.DUE;
          case STREAMS -> !wasTried(tables, item.id(), entry.get());
        };
  }

  private static boolean wasTried(Database.Tables tables, ItemId item, Entry entry) {
    var mark = Likeness.markOf(entry);
    return tables.jobs().of(item).stream()
        .filter(job -> job.kind().equals(Pipeline.PROBE) && !isForPoster(job))
        .filter(job -> !(job.state() instanceof Job.State.Cancelled))
        .anyMatch(job -> mark.equals(job.input().get(Pipeline.MARK)));
  }

  /// Somebody wants the item before all others.
  ///
  /// @param demand greater than any before
  public static void demand(Database.Tables tables, Item item, long demand, Instant now) {
    switch (need(tables, item)) {
      case NOTHING -> {}
      case READING -> tables.libraries().demand(item.id(), demand);
      case STREAMS -> order(tables, item, new Priority(Priority.IMPROVING, demand), now);
    }
  }

  /// The file was read just now.
  ///
  /// @param demand of whoever waited for that; 0 if nobody did
  static void read(Database.Tables tables, Item item, long demand, Instant now) {
    if (need(tables, item) == Need.STREAMS && (demand > 0 || isAlways(tables))) {
      int urgency = demand > 0 ? Priority.IMPROVING : Priority.BACKGROUND;
      order(tables, item, new Priority(urgency, demand), now);
    }
  }

  private static void order(Database.Tables tables, Item item, Priority priority, Instant now) {
    var entry = tables.libraries().entryOf(item.id());
    if (isNever(tables) || entry.isEmpty()) {
      return;
    }
    boolean isOpen = tables.jobs().of(item.id()).stream().anyMatch(LibraryRenditions::isForPlaying);
    if (!isOpen) {
      var mark = Likeness.markOf(entry.get());
      Pipeline.add(tables, List.of(Pipeline.look(item, "", mark, priority)), now);
    }
  }

  /// Has the file read again, and all that is made of it made anew.
  ///
  /// @return the item as it is now
  public static Item again(Database.Tables tables, Item item, Instant now) {
    tables
        .libraries()
        .entryOf(item.id())
        .filter(Entry::isThere)
        .ifPresent(
            entry -> tables.libraries().update(entry.probed(ProbeState.DUE, entry.essence())));
    tables.libraries().demand(item.id(), tables.jobs().nextDemand());
    for (var kind : Rendition.Kind.values()) {
      tables.items().removeRendition(item.id(), kind);
    }
    var next =
        item.state() instanceof Item.State.Failed
            ? item.becoming(new Item.State.Published(now))
            : item;
    tables.items().update(next);
    tables.events().append(new Fact.ItemChanged(item.id()), now);
    return next;
  }

  private static boolean isNever(Database.Tables tables) {
    return Setting.LIBRARY_RENDITIONS.text(tables.settings()).equals("never");
  }

  private static boolean isAlways(Database.Tables tables) {
    return Setting.LIBRARY_RENDITIONS.text(tables.settings()).equals("always");
  }

  /// The file has other bytes than before: what was made of them goes, and what works on them.
  static void forget(Database.Tables tables, ItemId item, Instant now) {
    OF_BYTES.forEach(kind -> tables.items().removeRendition(item, kind));
    for (var job : tables.jobs().of(item)) {
      if (job.isOpen() && tables.jobs().replace(job, job.cancel(now), now)) {
        tables.events().append(new Fact.JobCancelled(job.id(), item, job.kind()), now);
      }
    }
  }
}
