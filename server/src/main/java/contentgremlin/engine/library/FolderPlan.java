package contentgremlin.engine.library;

import contentgremlin.library.Folder;
import contentgremlin.library.Library;
import contentgremlin.library.Listing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be done to make the rows of one folder equal to what was found in it.
///
/// @param folder as it is kept; null if it is not
/// @param fingerprint of what was found
/// @param isOutdated whether some of it was out of date already, so that it is to be looked at
///   again
record FolderPlan(
    Library library,
    @Nullable Folder folder,
    Listing.Folder listing,
    long fingerprint,
    List<Act> acts,
    boolean isOutdated) {
  FolderPlan {
    acts = List.copyOf(acts);
  }

  FolderPlan with(List<Act> others) {
    return new FolderPlan(library, folder, listing, fingerprint, others, isOutdated);
  }

  /// Whether anything is to be written.
  boolean isNeeded() {
    return folder == null
        || !acts.isEmpty()
        || isOutdated
        || folder.fingerprint() != fingerprint
        || folder.offline() != null
        || folder.gone() != null
        || !folder.fileSystem().equals(listing.fileSystem())
        || folder.inode() != listing.stat().inode()
        || folder.born() != listing.stat().born();
  }
}
