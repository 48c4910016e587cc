package contentgremlin.http.page;

import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.ItemQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a page of a listing ends, as an address carries it: "1763618400.000000000.abc".
final class Cursor {
  private static final Pattern FORM =
      Pattern.compile("(-?\\d{1,12})\\.(\\d{1,9})\\.([0-9a-z]{1,64})");

  private Cursor() {}

  static String of(Item item) {
    var created = item.created();
    return created.getEpochSecond() + "." + created.getNano() + "." + item.id().value();
  }

  /// @return null for text that is no cursor: the listing then starts from its beginning
  static ItemQuery.@Nullable Key key(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    try {
      var created =
          Instant.ofEpochSecond(
              Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)));
      return new ItemQuery.Key(created, new ItemId(matcher.group(3)));
    } catch (DateTimeException _) {
      return null;
    }
  }
}
