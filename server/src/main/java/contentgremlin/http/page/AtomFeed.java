package contentgremlin.http.page;

import contentgremlin.item.Item;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes one Atom feed (RFC 4287). Not thread-safe.
final class AtomFeed {
  /// What `updated` says of a feed without entries; it must say something.
  private static final Instant NEVER = Instant.EPOCH;

  private final String base;
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder entries = new StringBuilder();
  private Instant updated = NEVER;

  /// @param base "https://media.example", before every address
  /// @param page the listing that the feed stands beside
  /// @param self the feed's own address
  AtomFeed(String base, String title, String page, String self) {
    this.base = base;
    head.append("  <id>").append(escaped(base + self)).append("</id>\n");
    head.append("  <title>").append(escaped(title)).append("</title>\n");
    link(head, "  ", "self", self, "application/atom+xml", -1);
    link(head, "  ", "alternate", page, "text/html", -1);
    head.append("  <generator>Contentgremlin</generator>\n");
  }

  void add(Item item, @Nullable String owner, String site) {
    var at =
        item.state() instanceof Item.State.Published(var published) ? published : item.created();
    updated = at.isAfter(updated) ? at : updated;
    var page = "/items/" + item.id().value();
    entries.append("  <entry>\n");
    element("id", base + page);
    element("title", Cards.title(item));
    element("published", at.toString());
    element("updated", at.toString());
    entries.append("    <author><name>");
    entries.append(escaped(owner == null ? site : owner)).append("</name></author>\n");
    link(entries, "    ", "alternate", page, "text/html", -1);
    enclosure(item);
    for (var tag : item.tags()) {
      entries.append("    <category term=\"").append(escaped(tag)).append("\"/>\n");
    }
    if (!item.description().isBlank()) {
      element("summary", item.description());
    }
    entries.append("  </entry>\n");
  }

  private void enclosure(Item item) {
    var format = item.facts().format();
    boolean isThere = !item.dropOriginal();
    if (isThere && format != null) {
      var address = "/media/" + item.id().value() + "/original";
      link(entries, "    ", "enclosure", address, format, item.source().size());
    }
  }

  String text() {
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        + "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
        + head
        + "  <updated>"
        + updated
        + "</updated>\n"
        + entries
        + "</feed>\n";
  }

  private void element(String name, String value) {
    entries.append("    <").append(name).append('>').append(escaped(value));
    entries.append("</").append(name).append(">\n");
  }

  private void link(
      StringBuilder out, String indent, String rel, String address, String type, long length) {
    out.append(indent).append("<link rel=\"").append(rel).append("\" type=\"");
    out.append(escaped(type)).append("\" href=\"").append(escaped(base + address)).append('"');
    if (length >= 0) {
      out.append(" length=\"").append(length).append('"');
    }
    out.append("/>\n");
  }

  /// For text and attributes; leaves out what XML 1.0 can't hold.
  static String escaped(String text) {
    var safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .filter(AtomFeed::isAllowed)
        .forEach(point -> {
          switch (point) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            default -> safe.appendCodePoint(point);
          }
        });
    return safe.toString();
  }

  private static boolean isAllowed(int point) {
    return point == '\t'
        || point == '\n'
        || (point >= ' ' && point < 0xD800)
        || (point >= 0xE000 && point < 0xFFFE)
        || point >= 0x10000;
  }
}
