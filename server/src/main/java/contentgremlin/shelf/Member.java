package contentgremlin.shelf;

import contentgremlin.item.Item;
import java.util.List;

/// An item on a shelf.
///
/// @param part disc or season
/// @param number track or episode, 0 if not told; of a picture when it was taken, in milliseconds
/// @param last of several episodes in one file; else as `number`
/// @param artists who is on this song
public record Member(Item item, int part, long number, long last, List<String> artists) {
  public Member {
    artists = List.copyOf(artists);
  }

  /// Where a page of members ends.
  public record Key(int part, long number, String item) {
    public static Key of(Member member) {
      return new Key(member.part(), member.number(), member.item().id().value());
    }
  }
}
