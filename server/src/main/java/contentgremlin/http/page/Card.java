package contentgremlin.http.page;

import org.jspecify.annotations.Nullable;

/// An item in a listing.
///
/// @param thumbnail address of its picture, or null
/// @param owner the name of its owner, or null
/// @param badge what stands on its corner, e.g. how long it plays; or the empty string
/// @param state "published", "processing", "failed" …
/// @param note what is going on if it is not published: a step or a reason
/// @param zoom a picture's largest rendition, for looking through a listing; or null
/// @param percent how much of its processing is done; -1 if that can't be told
public record Card(
    String id,
    String title,
    String type,
    @Nullable String thumbnail,
    @Nullable Zoom zoom,
    @Nullable String owner,
    String badge,
    String day,
    String dayTime,
    String visibility,
    String state,
    String note,
    int percent) {
  /// A picture in its largest rendition, and how large that is in pixels.
  public record Zoom(String address, int width, int height) {}

  public boolean isPublished() {
    return state.equals("published");
  }

  public Icon icon() {
    return Icon.ofType(type);
  }
}
