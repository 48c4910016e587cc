package contentgremlin.enrich;

import contentgremlin.item.ItemId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files that grabbers found elsewhere: which items want them, and which of them are here. Used
/// inside a transaction of [contentgremlin.store.Database]; not thread-safe by itself.
public interface PictureStore {
  /// Replaces what this grabber wants for the item.
  void want(ItemId item, String grabber, List<Wanted> wanted, Instant now);

  /// Those the item wants and has, or may have: by kind, the best first.
  List<Picture> of(ItemId item);

  /// The best of its kind that is here.
  default Optional<Picture> best(ItemId item, Wanted.Kind kind) {
    return of(item).stream()
        .filter(picture -> picture.wanted().kind() == kind && picture.file() != null)
        .findFirst();
  }

  /// The best of each kind that could be had now, if none as good is here.
  List<Picture> due(ItemId item, Instant now);

  Optional<Picture> find(long id);

  void update(Picture picture);

  /// Those that no item wants any more since before then.
  List<Picture> unused(Instant limit, int count);

  void remove(long id);

  /// Whether a picture has these bytes.
  boolean needs(String digest);

  /// @param id of the file, however many want it
  /// @param grabber who found it for the item
  /// @param file null while it is not here
  /// @param until not tried before then; null: at once
  /// @param isRefused what is there is no such file, and will not become one
  record Picture(
      long id,
      String grabber,
      Wanted wanted,
      @Nullable File file,
      @Nullable Instant until,
      int failures,
      boolean isRefused,
      String reason) {}

  /// @param path below `content/`
  record File(String path, String digest, long size, String mediaType, int width, int height) {}
}
