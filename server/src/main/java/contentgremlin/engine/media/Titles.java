package contentgremlin.engine.media;

import contentgremlin.engine.upload.UploadText;
import contentgremlin.item.Item;
import contentgremlin.item.Metadata;
import java.util.List;

/// Gives an item the title that its file carries, if nobody gave it one.
final class Titles {
  private Titles() {}

  static Item from(Item item, List<Metadata> values) {
    if (!item.title().equals(stem(item.source().name()))) {
      return item;
    }
    return values.stream()
        .filter(value -> value.group().equals("titles") && value.key().equals("title"))
        .map(value -> UploadText.line(value.value(), Item.TITLE_LENGTH_MAX))
        .filter(title -> !title.isEmpty())
        .findFirst()
        .map(title -> item.described(title, item.description(), item.tags(), item.visibility()))
        .orElse(item);
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
