package contentgremlin.engine.library;

import contentgremlin.engine.media.Titles;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.MediaFacts;
import contentgremlin.library.Entry;
import contentgremlin.library.Entry.ProbeState;
import contentgremlin.library.ProbeOrder;
import contentgremlin.library.ProbeResult;
import contentgremlin.library.ProbedMedia;
import contentgremlin.store.Database;
import contentgremlin.transcode.EmbeddedMetadata;
import java.time.Instant;
import java.util.Optional;

/// Writes down what was read of files, inside the caller's transaction.
final class Readings {
  void write(Database.Tables tables, ProbeResult result, Instant now) {
    var order = result.order();
    var found = tables.libraries().entry(order.number()).filter(entry -> isStill(entry, order));
    if (found.isEmpty()) {
      return; // gone or changed meanwhile: it is due again, or will be
    }
    var entry = found.get();
    var item = Optional.ofNullable(entry.item()).flatMap(tables.items()::find);
    switch (result) {
      case ProbeResult.Read(_, var media) -> {
        tables.libraries().update(entry.probed(ProbeState.DONE, media.essence()));
        item.ifPresent(known -> read(tables, known, media, now));
      }
      case ProbeResult.Unreadable(_, var reason) -> {
        tables.libraries().update(entry.probed(ProbeState.UNREADABLE, ""));
        item.ifPresent(known -> fail(tables, known, reason, now));
      }
      case ProbeResult.Vanished _, ProbeResult.Unreachable _ ->
          tables.libraries().update(entry.probed(ProbeState.POSTPONED, entry.essence()));
    }
  }

  private static boolean isStill(Entry entry, ProbeOrder order) {
    return entry.isThere()
        && entry.stat().size() == order.size()
        && entry.stat().modified() == order.modified();
  }

  private static void read(Database.Tables tables, Item item, ProbedMedia media, Instant now) {
    var values = EmbeddedMetadata.of(media, item.keepLocation(), now);
    var facts = media.facts();
    var next = Titles.from(item.probed(media.type(), facts), values);
    tables.items().describe(next, values);
    tables.events().append(new Fact.ItemChanged(item.id()), now);
  }

  private static void fail(Database.Tables tables, Item item, String reason, Instant now) {
    tables
        .items()
        .update(
            item.probed(item.type(), MediaFacts.UNKNOWN).becoming(failed(item.state(), reason)));
    tables.events().append(new Fact.ItemFailed(item.id(), reason), now);
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
