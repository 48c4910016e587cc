package contentgremlin.engine.library;

import contentgremlin.engine.enrich.Descriptions;
import contentgremlin.enrich.Stages;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.Metadata;
import contentgremlin.library.Entry;
import contentgremlin.library.Entry.ProbeState;
import contentgremlin.library.FileName;
import contentgremlin.library.Folder;
import contentgremlin.library.ProbeOrder;
import contentgremlin.library.ProbeResult;
import contentgremlin.library.ProbedMedia;
import contentgremlin.name.NameRules;
import contentgremlin.shelf.FilePlace;
import contentgremlin.shelf.Placing;
import contentgremlin.shelf.ShelfStore.Placed;
import contentgremlin.shelf.Shelving;
import contentgremlin.store.Database;
import contentgremlin.store.NameSettings;
import contentgremlin.transcode.EmbeddedMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Writes down what was read of files, inside the caller's transaction: what they say about
/// themselves, and on which shelf they stand.
final class Readings {
  private final Database.Tables tables;
  private final Instant now;
  private final NameRules rules;
  private final List<Placed> placed = new ArrayList<>();
  private final List<Fact> facts = new ArrayList<>();

  /// Those of which nothing was known before, and for which nobody waits.
  private final List<ItemId> unknown = new ArrayList<>();

  private @Nullable Boolean hasGone;

  private Readings(Database.Tables tables, Instant now) {
    this.tables = tables;
    this.now = now;
    this.rules = NameSettings.rules(tables.settings());
  }

  static void write(Database.Tables tables, List<ProbeResult> results, Instant now) {
    var readings = new Readings(tables, now);
    results.forEach(readings::write);
    // Together: an album is then looked at once for all its songs.
    tables.shelves().put(readings.placed);
    tables.enrichment().addDue(readings.unknown, Stages.PARSE);
    tables.events().appendAll(readings.facts, now);
  }

  private void write(ProbeResult result) {
    var order = result.order();
    var found = tables.libraries().entry(order.number()).filter(entry -> isStill(entry, order));
    if (found.isEmpty()) {
      return; // gone or changed meanwhile: it is due again, or will be
    }
    var entry = found.get();
    var item = Optional.ofNullable(entry.item()).flatMap(tables.items()::find);
    switch (result) {
      case ProbeResult.Read(_, var media) -> {
        tables.libraries().probed(entry.id(), ProbeState.DONE, media.essence());
        var read = entry.probed(ProbeState.DONE, media.essence());
        boolean isAnother =
            item.isPresent() && hasGone() && Heirs.giveWay(tables, read, item.get(), now);
        if (item.isPresent() && !isAnother) {
          read(item.get(), read, media, entry.demand());
        }
      }
      case ProbeResult.Unreadable(_, var reason) -> {
        tables.libraries().probed(entry.id(), ProbeState.UNREADABLE, "");
        item.ifPresent(known -> fail(known, reason, entry.demand()));
      }
      case ProbeResult.Vanished _, ProbeResult.Unreachable _ ->
          tables.libraries().probed(entry.id(), ProbeState.POSTPONED, entry.essence());
    }
  }

  /// Without any file that is gone nobody is to be found again: then many looks are saved.
  private boolean hasGone() {
    if (hasGone == null) {
      hasGone = tables.libraries().hasGone();
    }
    return hasGone;
  }

  private static boolean isStill(Entry entry, ProbeOrder order) {
    return entry.isThere()
        && entry.stat().size() == order.size()
        && entry.stat().modified() == order.modified();
  }

  /// What follows from a file's media for its item.
  ///
  /// @param item as it is with them
  record Reading(Item item, List<Metadata> values, Placed placed) {
    /// @param before what was said of it when it had other tags, if it had
    static Reading of(
        Item item,
        List<Metadata> before,
        Entry entry,
        @Nullable Folder folder,
        ProbedMedia media,
        NameRules rules,
        Instant now) {
      var values = new ArrayList<>(EmbeddedMetadata.of(media.tags(), item.mayKeepPlace(), now));
      values.addAll(EmbeddedMetadata.technical(media.codecs(), now));
      var placing = placing(rules, entry, folder, media);
      var facts = media.facts().mirrored(media.codecs().isPlayable(), media.cover() != null);
      return new Reading(
          titled(item.probed(media.type(), facts), placing, before),
          values,
          new Placed(item.id(), placing.standing()));
    }
  }

  /// @param demand of whoever waited for it; 0 if nobody did
  private void read(Item item, Entry entry, ProbedMedia media, long demand) {
    var folder = tables.libraries().folder(entry.folder()).orElse(null);
    var before =
        item.facts().format() == null ? List.<Metadata>of() : tables.items().metadata(item.id());
    var reading = Reading.of(item, before, entry, folder, media, rules, now);
    tables.items().describe(reading.item(), reading.values());
    placed.add(reading.placed());
    LibraryRenditions.read(tables, reading.item(), demand, now);
    facts.add(new Fact.ItemChanged(item.id()));
    due(item, demand);
  }

  private void due(Item item, long demand) {
    if (demand == 0 && item.facts().format() == null) {
      unknown.add(item.id());
    } else {
      tables.enrichment().due(item.id(), demand, now);
    }
  }

  private static Placing placing(
      NameRules rules, Entry entry, @Nullable Folder folder, ProbedMedia media) {
    var place =
        new FilePlace(
            entry.folder(),
            folder == null ? 0 : folder.parent(),
            folder == null ? "" : FileName.shown(folder.path()),
            FileName.shown(entry.name()));
    var modified = Instant.ofEpochMilli(TimeUnit.NANOSECONDS.toMillis(entry.stat().modified()));
    return Shelving.place(rules, media.type(), place, media.tags(), media.taken(), modified);
  }

  /// A title that is only the file's name gives way.
  ///
  /// @param before what was said of it when it had other tags, if it had
  private static Item titled(Item item, Placing placing, List<Metadata> before) {
    boolean isGiven =
        !item.title().equals(Additions.title(item.source().name()))
            && !Descriptions.isTitleSaid(before, item.title());
    return isGiven || placing.title().isEmpty()
        ? item
        : item.described(
            Additions.line(placing.title()), item.description(), item.tags(), item.visibility());
  }

  private void fail(Item item, String reason, long demand) {
    var failed = failed(item.state(), reason);
    tables.items().update(item.probed(item.type(), MediaFacts.UNKNOWN).becoming(failed));
    due(item, demand);
    facts.add(new Fact.ItemFailed(item.id(), reason));
  }

  private static Item.State failed(Item.State state, String reason) {
    return switch (state) {
      case Item.State.Trashed(var since, var before) ->
          new Item.State.Trashed(since, failed(before, reason));
      case Item.State.Published _,
          Item.State.Processing _,
          Item.State.Missing _,
          Item.State.Offline _,
          Item.State.Failed _ ->
          new Item.State.Failed(reason);
    };
  }
}
