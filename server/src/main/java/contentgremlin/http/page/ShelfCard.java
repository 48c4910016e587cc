package contentgremlin.http.page;

import org.jspecify.annotations.Nullable;

/// An album or a series in a listing.
///
/// @param cover address of its picture, or null
/// @param line what stands below its title: whose it is, when it came out
/// @param lineAddress where that leads, or null
/// @param badge how much is on it
public record ShelfCard(
    String address,
    String title,
    @Nullable String cover,
    String line,
    @Nullable String lineAddress,
    String badge,
    Icon icon) {
  /// Posters of films and series are higher than wide.
  public boolean isPortrait() {
    return icon == Icon.SCREEN;
  }
}
