package contentgremlin.monitor;

import contentgremlin.library.Listing;
import contentgremlin.library.Tree;
import java.util.function.LongSupplier;

/// A tree as it may be told of: files that are still being written are unknown in it, and what is
/// missing since a disk is missing is unreadable. Thread-safe.
final class ToldTree implements Tree {
  private final Tree tree;
  private final Presence presence;
  private final Settling settling;
  private final LongSupplier nanos;

  ToldTree(Tree tree, Presence presence, Settling settling, LongSupplier nanos) {
    this.tree = tree;
    this.presence = presence;
    this.settling = settling;
    this.nanos = nanos;
  }

  @Override
  public Listing list(String path) {
    var listing = presence.truth(tree.list(path));
    if (!(listing instanceof Listing.Folder folder)) {
      return listing;
    }
    return new Listing.Folder(
        path,
        folder.stat(),
        folder.fileSystem(),
        settling.masked(path, folder.found(), nanos.getAsLong()));
  }

  @Override
  public Look look(String path) {
    return tree.look(path);
  }

  @Override
  public void close() {
    // Belongs to the monitor.
  }
}
