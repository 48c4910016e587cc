package contentgremlin.arrival;

import java.util.Locale;

/// Where an address of another server leads now.
///
/// @param target an item's id, or the number of a collection or account
public record OldAddress(Kind kind, String target) {
  public enum Kind {
    ITEM,
    COLLECTION,
    ACCOUNT;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
