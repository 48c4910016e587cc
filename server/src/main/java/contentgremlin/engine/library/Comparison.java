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
import java.util.Optional;
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
      return new FolderPlan(library, folder, listing, fingerprint, List.of());
    }
    var known = folder == null ? List.<Entry>of() : entries(folder.id());
    var differences = Difference.between(known, listing.found());
    return new FolderPlan(
        library, folder, listing, fingerprint, acts(differences, folder, isFirst));
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

  private List<Act> acts(List<Difference> differences, @Nullable Folder folder, boolean isFirst) {
    long place = folder == null ? 0 : folder.id();
    var acts = new ArrayList<Act>();
    var replaced = new ArrayList<Difference.Replaced>();
    var taken = new HashSet<Long>();
    for (var difference : differences) {
      switch (difference) {
        case Difference.New(var found, var role) ->
            acts.add(
                isFirst || role == FileRole.SIDECAR
                    ? new Act.Add(found, role)
                    : come(found, role, place, taken));
        case Difference.Edited(var entry, var found) -> acts.add(new Act.Put(entry, found));
        case Difference.Replaced one -> replaced.add(one);
        case Difference.Lost(var entry) -> acts.add(new Act.Lose(entry));
      }
    }
    acts.addAll(replaced(replaced, taken));
    return acts;
  }

  private Act come(Found found, FileRole role, long place, Set<Long> taken) {
    var entry = identities.of(found, place).filter(known -> taken.add(known.id()));
    return entry.isPresent() ? new Act.Put(entry.get(), found) : new Act.Add(found, role);
  }

  /// Most programs that change a file write another one and give it the old one's name: then it is
  /// what it was. But it may be another known file that was renamed over it; and what it was may
  /// have another name now, in this folder.
  private List<Act> replaced(List<Difference.Replaced> all, Set<Long> taken) {
    var acts = new ArrayList<Act>();
    var unknown = new ArrayList<Difference.Replaced>();
    for (var one : all) {
      var other = other(one).filter(known -> taken.add(known.id()));
      if (other.isPresent()) {
        acts.add(new Act.Put(other.get(), one.found()));
      } else {
        unknown.add(one);
      }
    }
    for (var one : unknown) {
      if (taken.contains(one.entry().id())) {
        acts.add(new Act.Add(one.found(), one.entry().role()));
      } else {
        identities.takenOver(one.entry(), one.found());
        acts.add(new Act.Put(one.entry(), one.found()));
      }
    }
    return acts;
  }

  private Optional<Entry> other(Difference.Replaced replaced) {
    var entry = replaced.entry();
    return entry.role() == FileRole.MEDIA && !entry.holds(replaced.found().stat())
        ? identities.of(replaced.found(), 0).filter(known -> known.id() != entry.id())
        : Optional.empty();
  }
}
