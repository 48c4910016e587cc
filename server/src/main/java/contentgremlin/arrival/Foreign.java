package contentgremlin.arrival;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Records of another server, as they are there: nothing is believed of them but that they have a
/// number. What a record does not say, or what can't be read, is null, or empty.
public sealed interface Foreign {
  /// Its number there.
  long id();

  /// What names a record for ever, also when its server's database was copied or carried over to
  /// another sort of database: its number, and when it was made.
  static String key(long id, @Nullable Instant created) {
    return id + "@" + (created == null ? "" : created.toString());
  }

  /// @param isHere false for somebody of yet another server
  /// @param passwordHash as it is there
  /// @param privileges by their words
  /// @param quotaBytes how much it may keep, or null
  record Person(
      long id,
      boolean isHere,
      String username,
      String name,
      String website,
      String about,
      String email,
      String passwordHash,
      Set<String> privileges,
      @Nullable Ban ban,
      @Nullable Long quotaBytes,
      @Nullable Instant created)
      implements Foreign {
    public String key() {
      return Foreign.key(id, created);
    }

    /// Whether it is still kept out on that day.
    public boolean isBanned(LocalDate day) {
      return ban != null && (ban.lastDay() == null || !day.isAfter(ban.lastDay()));
    }
  }

  /// @param lastDay null if it has no end, or one that can't be read
  record Ban(@Nullable LocalDate lastDay) {}

  /// @param isHere false for one of yet another server
  /// @param files by what they are: "original" …, with their paths as they are written there
  /// @param queued the path of the file that was to be processed, or empty
  /// @param metadata a text of JSON, or empty
  record Entry(
      long id,
      boolean isHere,
      long owner,
      String title,
      String slug,
      String description,
      String mediaType,
      String state,
      String licence,
      Map<String, String> files,
      String queued,
      List<String> tags,
      String metadata,
      @Nullable Instant created)
      implements Foreign {
    public String key() {
      return Foreign.key(id, created);
    }
  }

  /// A file beside an entry.
  record Beside(long id, long entry, String name, String path) implements Foreign {}

  /// A collection.
  ///
  /// @param type the server makes some for itself
  record Gathering(
      long id,
      long owner,
      String title,
      String slug,
      String description,
      String type,
      @Nullable Instant created)
      implements Foreign {
    public String key() {
      return Foreign.key(id, created);
    }
  }

  /// Something in a collection.
  ///
  /// @param entry null if it is something else than an entry, or nothing any more
  record Pick(long id, @Nullable Long entry, String note, @Nullable Instant added)
      implements Foreign {
    public String key() {
      return Foreign.key(id, added);
    }
  }

  /// A comment.
  ///
  /// @param entry what it is about; null if it is about something else
  /// @param comment the comment that it answers, or null
  record Remark(
      long id,
      long author,
      @Nullable Long entry,
      @Nullable Long comment,
      String text,
      @Nullable Instant created)
      implements Foreign {
    public String key() {
      return Foreign.key(id, created);
    }
  }
}
