package contentgremlin.engine.scrub;

import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.job.Job;
import contentgremlin.store.Database;
import contentgremlin.vault.ContentPlace;
import contentgremlin.vault.Damage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells people what is damaged, what that affects, and what they can do.
final class Words {
  private static final int ITEMS_MAX = 10;
  private static final int FILES_MAX = 5;

  private Words() {}

  /// What should be there and what is.
  static String finding(Damage damage) {
    return "content/%s should be %d bytes with SHA-256 %s; found: %s."
        .formatted(
            damage.path(), damage.file().size(), damage.file().digest().hex(), damage.found());
  }

  static String original(Database.Tables tables, Damage damage) {
    var items = Concerned.by(tables, damage.path());
    return String.join(
        " ",
        "The original of " + titles(items) + " is damaged or lost.",
        finding(damage),
        items.stream().map(item -> stillWorks(tables, item)).collect(Collectors.joining(" ")),
        "To mend it, upload the same file again, or put a good copy to content/"
            + damage.path()
            + "; then run “gremlin verify --repair”.");
  }

  private static String stillWorks(Database.Tables tables, Item item) {
    var kinds = tables.items().renditionKinds(item.id());
    return kinds.isEmpty()
        ? "Nothing else of %s is left.".formatted(title(item))
        : "What was made for %s is still there (%s), but can't be made again."
            .formatted(title(item), words(kinds));
  }

  private static String words(Set<Rendition.Kind> kinds) {
    return kinds.stream().map(Rendition.Kind::word).sorted().collect(Collectors.joining(", "));
  }

  static String upload(Database.Tables tables, Damage damage) {
    var items = Concerned.by(tables, damage.path());
    return String.join(
        " ",
        "The uploaded bytes of " + titles(items) + " are damaged or lost before all was made of",
        "them.",
        finding(damage),
        "They are the only copy: please upload the file again, and remove this item.");
  }

  static String unreadable(Database.Tables tables, Damage damage) {
    return String.join(
        " ",
        "The disk does not let content/" + damage.path() + " be read:",
        damage.found() + ".",
        "It belongs to " + titles(Concerned.by(tables, damage.path())) + ".",
        "That says nothing about its bytes yet; it is tried again every hour. Look at the disk and",
        "at the file's permissions.");
  }

  /// @param outlook a sentence about what becomes of it
  static String rendition(Database.Tables tables, ContentPlace.Made made, String outlook) {
    var files = tables.files().damagedBelow(made.unit(), FILES_MAX + 1);
    var told = files.stream().limit(FILES_MAX).map(Words::finding).collect(Collectors.joining(" "));
    return String.join(
            " ",
            "What was made for %s to show it (%s) is damaged."
                .formatted(
                    titles(Concerned.by(tables, made.unit() + "/any.json")), made.kind().word()),
            told,
            files.size() > FILES_MAX ? "More files are." : "",
            outlook)
        .replaceAll(" +", " ");
  }

  static final String TO_BE_MADE_AGAIN =
      "It can be made again from the original: the scrub does it by itself,"
          + " “gremlin verify --repair” at once.";

  static final String IN_THE_TRASH =
      "The item is in the trash: it is made again if the item is restored.";

  static String impossible(String why) {
    return "It can't be made again: "
        + why
        + " It stays where it is. To mend it, put a good copy from a backup in its place, or upload"
        + " the original again.";
  }

  static String beingMade(Job job, String quarantined) {
    return "Job %d makes it again; the damaged one is in content/%s."
        .formatted(job.id().value(), quarantined);
  }

  static String lost(Job job) {
    return "Job %d makes it again; nothing of it was left.".formatted(job.id().value());
  }

  static String failed(Job job, String reason) {
    return "What was made for the item to show it (%s) was damaged, and job %d could not make it again: %s Try “gremlin retry %d”."
        .formatted(job.kind(), job.id().value(), reason, job.id().value());
  }

  static String contentMissing(String part) {
    return "There is nothing in "
        + part
        + ", although many files should be there. Is its disk mounted? Nothing was marked as"
        + " damaged. If they really are lost: “gremlin verify --repair” makes again what it can.";
  }

  private static String titles(List<Item> items) {
    if (items.isEmpty()) {
      return "no item any more";
    }
    var told = items.stream().limit(ITEMS_MAX).map(Words::title).collect(Collectors.joining(", "));
    return items.size() > ITEMS_MAX ? told + " and " + (items.size() - ITEMS_MAX) + " more" : told;
  }

  private static String title(Item item) {
    return "“%s” (%s, %s)".formatted(item.title(), item.id().value(), item.state().word());
  }
}
