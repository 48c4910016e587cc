package contentgremlin.shelf;

import java.util.List;

/// Where one item stands, as far as it alone can tell.
///
/// @param part disc or season; 0 for specials; the year of episodes that are told by their dates
/// @param number track or episode; of a picture when it was taken, in milliseconds since 1970 by
///   the camera's clock; 0 if not told
/// @param last of several episodes in one file; else as `number`
public record Standing(
    Shelf.Kind kind, Claim claim, int part, long number, long last, Saying saying) {

  /// The most parts and numbers that anything has.
  static final int NUMBER_MAX = 99_999;

  /// What tells its shelf from others.
  ///
  /// @param circle of a track: items that may well be on the same album, since they are in the same
  ///   folder and name the same title. Otherwise the shelf itself
  /// @param release MusicBrainz's id of the album, or the empty string
  /// @param maker folded name of whose album the item says it is, or the empty string
  public record Claim(String circle, String release, String maker) {
    static Claim of(String circle) {
      return new Claim(circle, "", "");
    }
  }

  /// What it says about its shelf.
  ///
  /// @param title as written
  /// @param year 0 if not told
  public record Saying(
      String title, List<Credit> credits, List<String> genres, int year, boolean isCompilation) {
    public Saying {
      credits = List.copyOf(credits);
      genres = List.copyOf(genres);
    }

    static Saying of(String title, int year) {
      return new Saying(title, List.of(), List.of(), year, false);
    }

    public List<String> names(Role role) {
      return credits.stream().filter(it -> it.role() == role).map(Credit::name).toList();
    }
  }
}
