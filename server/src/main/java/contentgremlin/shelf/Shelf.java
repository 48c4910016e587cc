package contentgremlin.shelf;

import contentgremlin.item.ItemId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An album, a series, a month of pictures: what items stand on, in an order. Its id never changes
/// while most of its items stay together, however they are moved or named.
///
/// @param maker whose it is, as written; "Various Artists"; or the empty string
/// @param year 0 if not known
/// @param cover the item whose picture stands for all, or null
/// @param total items that are not in the trash
/// @param listed those that everyone may come across
public record Shelf(
    long id,
    Kind kind,
    String title,
    String maker,
    String sort,
    int year,
    @Nullable ItemId cover,
    long total,
    long listed) {
  public static final String VARIOUS = "Various Artists";

  public enum Kind {
    ALBUM,
    SERIES,
    MONTH;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Kind of(String word) {
      return Arrays.stream(values())
          .filter(kind -> kind.word().equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no kind of shelf: " + word));
    }

    /// Whether items tell about it, and not only stand on it.
    public boolean isDescribed() {
      return switch (this) {
        case ALBUM, SERIES -> true;
        case MONTH -> false;
      };
    }
  }

  public static Optional<Long> idOf(String text) {
    return text.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }
}
