package contentgremlin.monitor;

import contentgremlin.library.Listing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says whether the folder at the root is the one that is meant, or something else that lies there
/// since a disk is not mounted. Called by one thread of the monitor at a time.
public interface RootJudge {
  /// @return what is wrong with it, in a sentence; null if it is the right one
  @Nullable String objection(Listing.Folder root);

  /// Takes what is there first for the right one.
  static RootJudge ofFirst() {
    return new RootJudge() {
      private Listing.@Nullable Folder first;

      @Override
      public @Nullable String objection(Listing.Folder root) {
        var known = first;
        if (known == null) {
          first = new Listing.Folder("", root.stat(), root.fileSystem(), List.of());
          return null;
        }
        boolean isSame =
            known.fileSystem().equals(root.fileSystem())
                && known.stat().inode() == root.stat().inode();
        return isSame ? null : "another folder lies there";
      }
    };
  }
}
