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
      var newcomers = new ArrayList<Newcomer>();
      for (var difference : differences) {
        switch (difference) {
          case Difference.New(var found, var role) when isFirst || role == FileRole.SIDECAR ->
              acts.add(new Act.Add(found, role));
          case Difference.New(var found, var role) ->
              newcomers.add(new Newcomer(found, role, null, match(found)));
          case Difference.Replaced(var entry, var found) ->
              newcomers.add(new Newcomer(found, entry.role(), entry, match(entry, found)));
          case Difference.Edited(var entry, var found) -> acts.add(new Act.Put(entry, found));
          case Difference.Lost(var entry) -> acts.add(new Act.Lose(entry));
        }
      }
      settle(newcomers);
      return new FolderPlan(library, folder, listing, fingerprint, acts, isOutdated);
    }

    private Match match(Found found) {
      return identities.of(found, listing.path(), folder == null ? 0 : folder.id());
    }

    /// It may be another known file that was renamed over it.
    private Match match(Entry replaced, Found found) {
      return replaced.role() == FileRole.MEDIA && !replaced.holds(found.stat())
          ? identities.of(found, listing.path(), 0)
          : new Match.Nobody();
    }

    /// Of two that come for one entry, its owner gets it.
    private void settle(List<Newcomer> newcomers) {
      var rest = new ArrayList<Newcomer>();
      newcomers.stream()
          .filter(one -> one.match() instanceof Match.Owner)
          .forEach(one -> settle(one, rest));
      newcomers.stream()
          .filter(one -> !(one.match() instanceof Match.Owner))
          .forEach(one -> settle(one, rest));
      rest.forEach(this::replace);
    }

    private void settle(Newcomer one, List<Newcomer> rest) {
      switch (one.match()) {
        case Match.Owner(var entry) -> take(entry, one, rest);
        case Match.Known(var entry) -> take(entry, one, rest);
        case Match.Nobody _ -> rest.add(one);
        case Match.Outdated _ -> isOutdated = true;
      }
    }

    private void take(Entry entry, Newcomer one, List<Newcomer> rest) {
      if (entry.equals(one.replaced()) || !taken.add(entry.id())) {
        rest.add(one);
      } else {
        acts.add(new Act.Put(entry, one.found()));
      }
    }

    /// Most programs that change a file write another one and give it the old one's name: then it
    /// is what it was. But what it was may have another name now, in this folder.
    private void replace(Newcomer one) {
      var replaced = one.replaced();
      acts.add(
          replaced == null || taken.contains(replaced.id())
              ? new Act.Add(one.found(), one.role())
              : new Act.Put(replaced, one.found()));
    }
  }

  /// A file under a name at which it was not known.
  ///
  /// @param replaced whose name it has; null: nobody's
  private record Newcomer(Found found, FileRole role, @Nullable Entry replaced, Match match) {}
}
