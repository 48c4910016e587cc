package contentgremlin.sql;

import contentgremlin.item.Item;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What finds items by tag, and counts how often each tag is used.
final class SqlItemTags {
  private static final String ADD =
      """
      INSERT INTO item_tag (item, tag, owner, type, created, listed, trashed)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String COUNT_ONE_MORE =
      """
      INSERT INTO tag (tag, used) VALUES (?, 1) ON CONFLICT (tag) DO UPDATE SET used = tag.used + 1
      """;

  private static final String COUNT_ONE_LESS = "UPDATE tag SET used = used - 1 WHERE tag = ?";
  private static final String FORGET_UNUSED = "DELETE FROM tag WHERE tag = ? AND used <= 0";

  private final Session session;

  SqlItemTags(Session session) {
    this.session = session;
  }

  void add(Item item) {
    for (var tag : tags(item)) {
      session.update(
          ADD,
          item.id().value(),
          tag,
          Columns.value(item.owner()),
          item.type().word(),
          item.created(),
          ItemRow.isListed(item),
          item.isTrashed());
    }
    for (var tag : listedTags(item)) {
      session.update(COUNT_ONE_MORE, tag);
    }
  }

  void replace(Item before, Item after) {
    if (!entry(before).equals(entry(after))) {
      remove(before);
      add(after);
    }
  }

  void remove(Item item) {
    session.update("DELETE FROM item_tag WHERE item = ?", item.id().value());
    for (var tag : listedTags(item)) {
      session.update(COUNT_ONE_LESS, tag);
      session.update(FORGET_UNUSED, tag);
    }
  }

  List<String> mostUsed(int limit) {
    return session.list(
        "SELECT tag FROM tag ORDER BY used DESC, tag LIMIT ?",
        row -> Columns.text(row, "tag"),
        limit);
  }

  /// All that an entry repeats of its item.
  private static List<Object> entry(Item item) {
    return List.of(
        tags(item),
        String.valueOf(item.owner()),
        item.type(),
        Columns.stored(item.created()),
        ItemRow.isListed(item),
        item.isTrashed());
  }

  private static Set<String> listedTags(Item item) {
    return ItemRow.isListed(item) ? tags(item) : Set.of();
  }

  private static Set<String> tags(Item item) {
    return new LinkedHashSet<>(ItemRow.tags(item));
  }
}
