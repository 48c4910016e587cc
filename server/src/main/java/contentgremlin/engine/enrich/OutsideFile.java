package contentgremlin.engine.enrich;

import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.Metadata;
import contentgremlin.library.ProbeOrder;
import contentgremlin.library.ProbeResult;
import contentgremlin.library.ProbedMedia;
import contentgremlin.store.Database;
import contentgremlin.transcode.EmbeddedMetadata;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/// Reads a file outside every library, which nobody else reads.
public final class OutsideFile {
  /// Has a file read by a helper process.
  @FunctionalInterface
  public interface Reader {
    ProbeResult read(ProbeOrder order) throws InterruptedException;
  }

  private OutsideFile() {}

  static ProbeResult read(Reader reader, String path) throws IOException {
    var file = Path.of(path);
    long modified = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
    try {
      return reader.read(new ProbeOrder(0, path, Files.size(file), modified));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server stopped while it read a file");
    }
  }

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
        new ArrayList<Metadata>(EmbeddedMetadata.of(media.tags(), item.keepLocation(), now));
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
