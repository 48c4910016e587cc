package contentgremlin.arrival;

import java.util.Locale;

/// Where an address of another server leads now.
///
/// @param target the id of an item or a collection, or an account's number
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
