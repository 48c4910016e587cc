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

  /// Which items want it, and as what.
  List<Use> uses(long id);

  record Use(ItemId item, Wanted.Kind kind) {}

  /// Notes of the next ones, in the order of their numbers, if no item wants them any more: items
  /// go without a word.
  ///
  /// @param after the number of the one looked at last, or 0
  /// @return the number of the last one; 0 if there are no more
  long noteUnused(long after, int limit, Instant now);

  /// Those that no item wants any more since before then.
  List<Picture> unused(Instant limit, int count);

  void remove(long id);

  /// These bytes are lost: those who had them are to be fetched again.
  ///
  /// @return the items that want one of them; some may come twice
  List<ItemId> lose(String digest);

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
      String reason) {
    /// It is here.
    public Picture with(File here) {
      return new Picture(id, grabber, wanted, here, null, 0, false, "");
    }

    public Picture failed(Instant again, String why) {
      return new Picture(id, grabber, wanted, file, again, failures + 1, false, why);
    }

    public Picture refused(String why) {
      return new Picture(id, grabber, wanted, file, null, failures + 1, true, why);
    }
  }

  /// @param path below `content/`
  record File(String path, String digest, long size, String mediaType, int width, int height) {}
}
