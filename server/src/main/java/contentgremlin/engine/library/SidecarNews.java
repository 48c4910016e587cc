package contentgremlin.engine.library;

import contentgremlin.enrich.Stages;
import contentgremlin.item.ItemId;
import contentgremlin.library.Entry;
import contentgremlin.library.FileRole;
import contentgremlin.library.Folder;
import contentgremlin.library.Found;
import contentgremlin.library.MediaNames;
import contentgremlin.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What lies beside files, and came, went or has changed, may say something of them: they are to be
/// described again. Grabbers look into the folder of a file and into the one above.
final class SidecarNews {
  /// No show has more seasons, and no artist more albums.
  private static final int FOLDERS_BELOW_MAX = 1_000;

  private static final int FILES_BELOW_MAX = 1_000;

  private SidecarNews() {}

  static void tell(Database.Tables tables, Folder folder, FolderPlan plan, Instant now) {
    var touched = plan.acts().stream().map(SidecarNews::sidecar).flatMap(Optional::stream).toList();
    if (touched.isEmpty()) {
      return;
    }
    var media =
        plan.listing().found().stream()
            .map(Found::name)
            .filter(name -> MediaNames.role(name).filter(FileRole.MEDIA::equals).isPresent())
            .toList();
    for (var name : media) {
      if (touched.stream().anyMatch(sidecar -> speaksOf(sidecar, name, media))) {
        tables
            .libraries()
            .entry(folder.id(), name)
            .flatMap(entry -> Optional.ofNullable(entry.item()))
            .ifPresent(item -> tables.enrichment().due(item, 0, now));
      }
    }
    if (touched.stream().anyMatch(sidecar -> isOfAll(sidecar, media))) {
      tellBelow(tables, folder);
    }
  }

  private static void tellBelow(Database.Tables tables, Folder folder) {
    for (var below : tables.libraries().foldersIn(folder.id(), folder.path(), FOLDERS_BELOW_MAX)) {
      var items =
          tables.libraries().entries(below.id(), "", FILES_BELOW_MAX).stream()
              .filter(entry -> entry.role() == FileRole.MEDIA)
              .<ItemId>map(Entry::item)
              .filter(Objects::nonNull)
              .toList();
      if (!items.isEmpty()) {
        tables.enrichment().addDue(items, Stages.PARSE);
      }
    }
  }

  private static Optional<String> sidecar(Act act) {
    return switch (act) {
      case Act.Lose(var entry) -> named(entry.role(), entry.name());
      case Act.Add(var found, var role, _) -> named(role, found.name());
      case Act.Put(var entry, var found) -> named(entry.role(), found.name());
    };
  }

  private static Optional<String> named(FileRole role, String name) {
    return role == FileRole.SIDECAR ? Optional.of(name) : Optional.empty();
  }

  private static boolean speaksOf(String sidecar, String name, List<String> media) {
    return MediaNames.belongs(sidecar, name) || isOfAll(sidecar, media);
  }

  /// One that belongs to no file speaks of all in the folder.
  private static boolean isOfAll(String sidecar, List<String> media) {
    return media.stream().noneMatch(name -> MediaNames.belongs(sidecar, name));
  }
}
