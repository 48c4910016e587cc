package contentgremlin.http.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands above a person's items: what it says of itself, and what it put together. Empty
/// texts are not shown.
///
/// @param more the page of all its collections, if there are more; else null
public record Person(
    String name,
    String shownName,
    List<Texts.Stretch> about,
    String website,
    List<ShelfCard> collections,
    @Nullable String more) {
  public boolean isSilent() {
    return shownName.isEmpty() && about.isEmpty() && website.isEmpty();
  }
}
