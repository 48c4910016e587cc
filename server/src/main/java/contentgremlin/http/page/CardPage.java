package contentgremlin.http.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a listing.
///
/// @param next address of the page after it, or null if this is the last
public record CardPage(List<Card> cards, @Nullable String next) {
  public boolean isEmpty() {
    return cards.isEmpty();
  }
}
