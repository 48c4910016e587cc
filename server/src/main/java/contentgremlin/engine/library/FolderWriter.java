package contentgremlin.engine.library;

import contentgremlin.event.Fact;
import contentgremlin.item.ItemId;
import contentgremlin.library.Difference;
import contentgremlin.library.Entry;
import contentgremlin.library.FileRole;
import contentgremlin.library.FileStat;
import contentgremlin.library.Folder;
import contentgremlin.library.Found;
import contentgremlin.library.Listing;
import contentgremlin.library.MediaNames;
import contentgremlin.store.Database;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Carries plans out, inside the caller's transaction. What has become untrue since a plan was made
/// is looked at again by the comparison that this leads to.
final class FolderWriter {
  private static final long NEVER_COMPARED = 0;

  private final Additions additions;

  /// Folders from which files have moved that were thought to be there still.
  private final Map<Long, Folder> left = new HashMap<>();

  /// How often that was found of a folder by this writer, since its plans were made: they were made
  /// by the same thread, and know of it.
  private final Map<Long, Long> departures = new HashMap<>();

  /// @param since what is not there has been gone since then
  private record Round(Instant since, Instant now) {}

  FolderWriter(Additions additions) {
    this.additions = additions;
  }

  /// What is needed in one transaction; made anew for each.
  Newcomers newcomers(Database.Tables tables, Instant now) {
    return additions.newcomers(tables, now);
  }

  /// @param newcomers whoever is new in the folder is with them, to be written later
  /// @param since what is not there has been gone since then
  /// @return the folder as it is kept now; empty if its parent is not kept
  Optional<Folder> write(
      Database.Tables tables, Newcomers newcomers, FolderPlan plan, Instant since, Instant now) {
    if (isOvertaken(tables, plan)) {
      return compareAgain(tables, plan);
    }
    var known = known(tables, plan, plan.fingerprint());
    var folder = known.isPresent() ? known : add(tables, plan, plan.fingerprint());
    if (folder.isEmpty()) {
      return folder;
    }
    if (known.isEmpty() && hasNewOnly(plan)) {
      fill(newcomers, plan, folder.get());
    } else if (!plan.acts().isEmpty()) {
      newcomers.write(); // whoever looks for them is to find them
      carryOut(tables, newcomers, plan, folder.get(), new Round(since, now));
    }
    if (plan.isOutdated()) {
      leave(tables, folder.get().id());
    }
    return folder;
  }

  private static boolean hasNewOnly(FolderPlan plan) {
    return plan.acts().stream().allMatch(act -> act instanceof Act.Add);
  }

  private void carryOut(
      Database.Tables tables, Newcomers newcomers, FolderPlan plan, Folder folder, Round round) {
    // First who goes, so that names are free for those who come.
    for (var act : plan.acts()) {
      if (act instanceof Act.Lose(var entry)) {
        lose(tables, entry, round);
      }
    }
    for (var act : plan.acts()) {
      come(tables, newcomers, plan, folder, act, round);
    }
    newcomers.write();
    linkSidecars(tables, folder, plan.listing());
    SidecarNews.tell(tables, folder, plan, round.now());
  }

  /// In a folder that has no rows yet nothing is to be looked up.
  private static void fill(Newcomers newcomers, FolderPlan plan, Folder folder) {
    var items = new HashMap<String, ItemId>();
    for (var act : plan.acts()) {
      if (act instanceof Act.Add(var found, var role, var media) && role == FileRole.MEDIA) {
        items.put(found.name(), newcomers.add(plan.library(), folder, found, media));
      }
    }
    for (var act : plan.acts()) {
      if (act instanceof Act.Add(var found, var role, _) && role == FileRole.SIDECAR) {
        newcomers.addSidecar(
            folder, found, owner(plan.listing(), found).map(items::get).orElse(null));
      }
    }
  }

  /// Whether the folder's row is not any more what the plan was made for. Another library's thread
  /// may have taken a file out of it, or taken all of it to another place: then what was found does
  /// not fit to what is kept.
  private boolean isOvertaken(Database.Tables tables, FolderPlan plan) {
    var planned = plan.folder();
    var kept = tables.libraries().folder(plan.library().id(), plan.listing().path());
    if (planned == null) {
      return kept.isPresent();
    }
    return kept.or(() -> tables.libraries().folder(planned.id()))
        .filter(now -> isStill(planned, now))
        .isEmpty();
  }

  private boolean isStill(Folder planned, Folder now) {
    return now.id() == planned.id()
        && now.fingerprint() == planned.fingerprint() + departures.getOrDefault(planned.id(), 0L)
        && now.library().equals(planned.library())
        && now.path().equals(planned.path());
  }

  private Optional<Folder> compareAgain(Database.Tables tables, FolderPlan plan) {
    var kept = tables.libraries().folder(plan.library().id(), plan.listing().path());
    // Without a row, what is below it could not be kept.
    var folder =
        kept.or(() -> known(tables, plan, NEVER_COMPARED))
            .or(() -> add(tables, plan, NEVER_COMPARED));
    folder.ifPresent(found -> leave(tables, found.id()));
    return folder;
  }

  /// Folders that are to be compared, though they may look as they did.
  List<Folder> takeLeft() {
    var all = List.copyOf(left.values());
    left.clear();
    departures.clear();
    return all;
  }

  private static Optional<Folder> known(Database.Tables tables, FolderPlan plan, long fingerprint) {
    var listing = plan.listing();
    var libraries = tables.libraries();
    var kept = libraries.folder(plan.library().id(), listing.path());
    if (kept.isPresent()) {
      var next = kept.get().compared(listing, fingerprint);
      if (!next.equals(kept.get())) {
        libraries.update(next);
      }
      return Optional.of(next);
    }
    var gone = libraries.goneFolder(plan.library().id(), listing.path());
    if (gone.isPresent()) {
      var next = gone.get().compared(listing, fingerprint);
      libraries.update(next);
      return Optional.of(next);
    }
    return Optional.empty();
  }

  private static Optional<Folder> add(Database.Tables tables, FolderPlan plan, long fingerprint) {
    var listing = plan.listing();
    long parent = 0;
    if (!listing.path().isEmpty()) {
      var above = tables.libraries().folder(plan.library().id(), Folder.parent(listing.path()));
      if (above.isEmpty()) {
        return Optional.empty();
      }
      parent = above.get().id();
    }
    var folder =
        new Folder(
            0,
            plan.library().id(),
            parent,
            listing.path(),
            listing.fileSystem(),
            listing.stat().inode(),
            listing.stat().born(),
            fingerprint,
            null,
            null);
    return Optional.of(tables.libraries().add(folder));
  }

  private static void lose(Database.Tables tables, Entry entry, Round round) {
    var kept = tables.libraries().entry(entry.id()).filter(found -> isAt(found, entry));
    if (kept.isEmpty() || !kept.get().isThere()) {
      return; // it has come to another place meanwhile
    }
    if (entry.role() == FileRole.SIDECAR) {
      tables.libraries().removeEntry(entry.id());
      return;
    }
    tables.libraries().update(kept.get().gone(round.since()));
    tell(tables, kept.get().item(), round.now());
  }

  private static boolean isAt(Entry kept, Entry place) {
    return kept.folder() == place.folder() && kept.name().equals(place.name());
  }

  private void come(
      Database.Tables tables,
      Newcomers newcomers,
      FolderPlan plan,
      Folder folder,
      Act act,
      Round round) {
    switch (act) {
      case Act.Lose _ -> {}
      case Act.Add one -> add(tables, newcomers, plan, folder, one, round);
      case Act.Put(var entry, var found) -> {
        var kept =
            tables
                .libraries()
                .entry(entry.id())
                .filter(same -> isAt(same, entry) || hasWandered(same, found));
        if (kept.isEmpty()) {
          add(tables, newcomers, plan, folder, new Act.Add(found, entry.role()), round);
        } else {
          put(tables, plan, folder, kept.get(), found, round);
        }
      }
    }
  }

  /// Another library has seen the same file at a place where it was for a moment. Should that be
  /// the later one, the comparison there finds it again.
  private static boolean hasWandered(Entry kept, Found found) {
    return found.stat().links() == 1 && Difference.isSameFile(kept.stat(), found.stat());
  }

  private void add(
      Database.Tables tables,
      Newcomers newcomers,
      FolderPlan plan,
      Folder folder,
      Act.Add act,
      Round round) {
    var found = act.found();
    var same =
        tables
            .libraries()
            .entry(folder.id(), found.name())
            .filter(other -> Difference.isSameFile(other.stat(), found.stat()));
    if (same.isPresent()) {
      put(tables, plan, folder, same.get(), found, round); // found twice, and written down once
      return;
    }
    displace(tables, folder, found.name(), 0, round);
    switch (act.role()) {
      case SIDECAR -> newcomers.addSidecar(folder, found, null);
      case MEDIA -> newcomers.add(plan.library(), folder, found, act.media());
    }
  }

  private void put(
      Database.Tables tables,
      FolderPlan plan,
      Folder folder,
      Entry entry,
      Found found,
      Round round) {
    displace(tables, folder, found.name(), entry.id(), round);
    replace(tables, entry, found, round);
    var next = entry.at(folder.id(), found.name(), found.stat());
    tables.libraries().update(next);
    boolean hasMoved = !isAt(entry, next);
    if (hasMoved && entry.isThere() && (entry.folder() != folder.id() || has(plan, entry.name()))) {
      leave(tables, entry.folder());
    }
    if (next.role() == FileRole.MEDIA && isTold(entry, next)) {
      additions.follow(tables, plan.library(), folder, entry, next, round.now());
    }
  }

  /// The entry goes on with another file than before: with one that has its name now, or looks like
  /// it. But it may be back with the one that it was.
  private static void replace(Database.Tables tables, Entry entry, Found found, Round round) {
    if (entry.role() != FileRole.MEDIA || Difference.isSameFile(entry.stat(), found.stat())) {
      return;
    }
    var libraries = tables.libraries();
    boolean isBack =
        libraries
            .displaced(found.stat(), Instant.EPOCH)
            .filter(owner -> owner.id() == entry.id())
            .isPresent();
    if (isBack) {
      libraries.returned(found.stat(), entry.id());
    } else if (entry.stat().born() != 0) {
      libraries.displace(entry, round.now());
    }
  }

  private static boolean has(FolderPlan plan, String name) {
    return plan.listing().found().stream().anyMatch(found -> found.name().equals(name));
  }

  /// Another file may have the name there, and nobody's item.
  private void leave(Database.Tables tables, long place) {
    tables
        .libraries()
        .folder(place)
        .filter(folder -> folder.gone() == null)
        .ifPresent(folder -> {
          tables.libraries().update(folder.toBeCompared());
          left.put(place, folder);
          departures.merge(place, 1L, Long::sum);
        });
  }

  /// Where inodes have other numbers after each mount, nothing has happened to the item.
  private static boolean isTold(Entry before, Entry after) {
    return !isAt(before, after) || !before.isThere() || !before.holds(after.stat());
  }

  /// Whoever has the name that a file comes to is there no more; it may have a place to come to,
  /// too.
  private static void displace(
      Database.Tables tables, Folder folder, String name, long except, Round round) {
    tables
        .libraries()
        .entry(folder.id(), name)
        .filter(other -> other.id() != except)
        .ifPresent(other -> lose(tables, other, round));
  }

  /// A sidecar belongs to the file whose name it begins with; of several the longest.
  private static void linkSidecars(Database.Tables tables, Folder folder, Listing.Folder listing) {
    for (var found : listing.found()) {
      if (found.stat().kind() == FileStat.Kind.FILE
          && MediaNames.role(found.name()).filter(role -> role == FileRole.SIDECAR).isPresent()) {
        link(tables, folder, listing, found);
      }
    }
  }

  private static void link(
      Database.Tables tables, Folder folder, Listing.Folder listing, Found sidecar) {
    @Nullable ItemId item =
        owner(listing, sidecar)
            .flatMap(name -> tables.libraries().entry(folder.id(), name))
            .map(Entry::item)
            .orElse(null);
    tables
        .libraries()
        .entry(folder.id(), sidecar.name())
        .filter(entry -> !Objects.equals(entry.item(), item))
        .ifPresent(entry -> tables.libraries().update(entry.of(item)));
  }

  private static Optional<String> owner(Listing.Folder listing, Found sidecar) {
    return listing.found().stream()
        .map(Found::name)
        .filter(name -> MediaNames.role(name).filter(FileRole.MEDIA::equals).isPresent())
        .filter(name -> MediaNames.belongs(sidecar.name(), name))
        .max(Comparator.comparingInt(String::length));
  }

  /// Nothing of what was in the folder is there any more.
  static void lose(Database.Tables tables, Folder folder, Instant since) {
    tables.libraries().markGone(folder.id(), since);
    // Should it come back, everything in it is to be looked at.
    tables.libraries().update(folder.gone(since));
  }

  static void tell(Database.Tables tables, @Nullable ItemId item, Instant now) {
    if (item != null) {
      tables.events().append(new Fact.ItemChanged(item), now);
    }
  }
}
