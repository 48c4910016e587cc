package contentgremlin.engine.library;

import contentgremlin.library.Difference;
import contentgremlin.library.Entry;
import contentgremlin.library.FileRole;
import contentgremlin.library.Fingerprint;
import contentgremlin.library.Folder;
import contentgremlin.library.Found;
import contentgremlin.library.Library;
import contentgremlin.library.Listing;
import contentgremlin.store.Database;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares one folder with what is kept of it, and says what is to be written. Reads only.
final class Comparison {
  /// Entries read in one go; a folder may hold any number.
  private static final int PAGE = 5_000;

  private final Database database;
  private final Identities identities;

  Comparison(Database database, Identities identities) {
    this.database = database;
    this.identities = identities;
  }

  /// @param isFirst whether nothing is known of any file: then none can be known from elsewhere
  FolderPlan plan(
      Library library, @Nullable Folder folder, Listing.Folder listing, boolean isFirst) {
    long fingerprint = Fingerprint.of(listing.found());
    if (folder != null && folder.fingerprint() == fingerprint) {
      return new FolderPlan(library, folder, listing, fingerprint, List.of(), false);
    }
    var known = folder == null ? List.<Entry>of() : entries(folder.id());
    var planning = new Planning(library, folder, listing, isFirst);
    return planning.plan(fingerprint, Difference.between(known, listing.found()));
  }

  List<Entry> entries(long folder) {
    var all = new ArrayList<Entry>();
    List<Entry> page;
    do {
      var after = all.isEmpty() ? "" : all.getLast().name();
      page = database.read(tables -> tables.libraries().entries(folder, after, PAGE));
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }

  /// Of one folder.
  private final class Planning {
    private final Library library;
    private final @Nullable Folder folder;
    private final Listing.Folder listing;
    private final boolean isFirst;
    private final List<Act> acts = new ArrayList<>();

    /// Numbers of the entries that are somebody's already.
    private final Set<Long> taken = new HashSet<>();

    private boolean isOutdated;

    Planning(Library library, @Nullable Folder folder, Listing.Folder listing, boolean isFirst) {
      this.library = library;
      this.folder = folder;
      this.listing = listing;
      this.isFirst = isFirst;
    }

    FolderPlan plan(long fingerprint, List<Difference> differences) {
      var replaced = new ArrayList<Difference.Replaced>();
      for (var difference : differences) {
        switch (difference) {
          case Difference.New(var found, var role) -> come(found, role);
          case Difference.Edited(var entry, var found) -> acts.add(new Act.Put(entry, found));
          case Difference.Replaced one -> replaced.add(one);
          case Difference.Lost(var entry) -> acts.add(new Act.Lose(entry));
        }
      }
      replace(replaced);
      return new FolderPlan(library, folder, listing, fingerprint, acts, isOutdated);
    }

    private void come(Found found, FileRole role) {
      if (isFirst || role == FileRole.SIDECAR) {
        acts.add(new Act.Add(found, role));
        return;
      }
      switch (identities.of(found, listing.path(), folder == null ? 0 : folder.id())) {
        case Match.Known(var entry) when taken.add(entry.id()) ->
            acts.add(new Act.Put(entry, found));
        case Match.Known _, Match.Nobody _ -> acts.add(new Act.Add(found, role));
        case Match.Outdated _ -> isOutdated = true;
      }
    }

    /// Most programs that change a file write another one and give it the old one's name: then it
    /// is what it was. But it may be another known file that was renamed over it; and what it was
    /// may have another name now, in this folder.
    private void replace(List<Difference.Replaced> all) {
      var unknown = new ArrayList<Difference.Replaced>();
      for (var one : all) {
        switch (other(one)) {
          case Match.Known(var entry)
              when entry.id() != one.entry().id() && taken.add(entry.id()) ->
              acts.add(new Act.Put(entry, one.found()));
          case Match.Known _, Match.Nobody _ -> unknown.add(one);
          case Match.Outdated _ -> isOutdated = true;
        }
      }
      for (var one : unknown) {
        if (taken.contains(one.entry().id())) {
          acts.add(new Act.Add(one.found(), one.entry().role()));
        } else {
          acts.add(new Act.Put(one.entry(), one.found()));
        }
      }
    }

    private Match other(Difference.Replaced replaced) {
      var entry = replaced.entry();
      return entry.role() == FileRole.MEDIA && !entry.holds(replaced.found().stat())
          ? identities.of(replaced.found(), listing.path(), 0)
          : new Match.Nobody();
    }
  }
}
