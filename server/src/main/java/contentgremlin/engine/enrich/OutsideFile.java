package contentgremlin.engine.enrich;

import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.Metadata;
import contentgremlin.library.ProbeResult;
import contentgremlin.library.ProbedMedia;
import contentgremlin.store.Database;
import contentgremlin.transcode.EmbeddedMetadata;
import java.time.Instant;
import java.util.ArrayList;

/// What was read of a file outside every library, which nobody else reads.
final class OutsideFile {
  private OutsideFile() {}

  /// @return the item as it is kept now
  static Item keep(Database.Tables tables, Item item, ProbeResult result, Instant now) {
    var next =
        switch (result) {
          case ProbeResult.Read(_, var media) -> read(tables, item, media, now);
          case ProbeResult.Unreadable(_, var reason) -> failed(item, reason);
          case ProbeResult.Vanished _, ProbeResult.Unreachable _ ->
              failed(item, "The file is not there any more, or can't be had.");
        };
    tables.items().update(next);
    tables.events().append(new Fact.ItemChanged(item.id()), now);
    return next;
  }

  private static Item read(Database.Tables tables, Item item, ProbedMedia media, Instant now) {
    var values =
        new ArrayList<Metadata>(EmbeddedMetadata.of(media.tags(), item.mayKeepPlace(), now));
    values.addAll(EmbeddedMetadata.technical(media.codecs(), now));
    tables.items().putMetadata(item.id(), EmbeddedMetadata.PROVIDER, values);
    var facts = media.facts().mirrored(media.codecs().isPlayable(), media.cover() != null);
    var read = item.probed(media.type(), facts);
    return item.state() instanceof Item.State.Failed
        ? read.becoming(new Item.State.Published(now))
        : read;
  }

  private static Item failed(Item item, String reason) {
    return item.probed(item.type(), MediaFacts.UNKNOWN).becoming(new Item.State.Failed(reason));
  }
}
