package contentgremlin.event;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something that a person should know of and can do something about. It stands until it is
/// resolved, by itself where that can be seen.
///
/// @param subject what it is about: a path below `content/`, an item, a job
/// @param message what is wrong, what that affects, and what can be done, in whole sentences
/// @param at since when
/// @param resolved null while it stands
public record Alert(
    long id, Kind kind, String subject, String message, Instant at, @Nullable Instant resolved) {

  /// The words are promises to listeners, and kept in the rows.
  public enum Kind {
    /// An original is not what was uploaded; the subject is its path.
    ORIGINAL_DAMAGED,
    /// Bytes that were uploaded, and from which nothing was made yet, are damaged; the subject is
    /// their path.
    UPLOAD_DAMAGED,
    /// A rendition is damaged or gone until it is made again; the subject is `<item>/<kind>`.
    RENDITION_DAMAGED,
    /// The disk refuses to read a file; the subject is its path.
    FILE_UNREADABLE,
    /// All of `content/`, or a whole part of it, is not there; the subject is that part.
    CONTENT_MISSING,
    /// A library's root, or a folder in it, can't be looked into; the subject is the library's
    /// name, a slash, and the folder's path.
    LIBRARY_OFFLINE,
    /// So many files of a library are gone that a person has to confirm it; the subject is its
    /// name.
    LIBRARY_DELETIONS,
    /// Not all of a library can be watched; the subject is its name.
    LIBRARY_UNWATCHED,
    /// A provider does not take its key, or does not let us ask; the subject is its id.
    PROVIDER_REFUSED,
    /// The database contradicts itself; the subject is "database".
    DATABASE_DAMAGED;

    /// "original-damaged"
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  public boolean stands() {
    return resolved == null;
  }
}
