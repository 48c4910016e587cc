package contentgremlin.shelf;

import contentgremlin.item.MediaType;
import contentgremlin.library.Tags;
import contentgremlin.library.Taken;
import contentgremlin.name.CleanName;
import contentgremlin.name.DiscName;
import contentgremlin.name.NameCleaner;
import contentgremlin.name.NameRules;
import contentgremlin.name.PhotoDates;
import contentgremlin.name.SeasonFolder;
import contentgremlin.name.Told;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds where an item of a library stands. The same file always comes to the same, whatever else
/// there is: what follows from several together, the store of shelves finds out.
public final class Shelving {
  private Shelving() {}

  /// @param rules by which names are read
  /// @param taken when a picture or film was taken, or null if it does not say
  /// @param modified the file's time, for pictures of which nothing else says when they were taken
  public static Placing place(
      NameRules rules,
      MediaType type,
      FilePlace place,
      Tags tags,
      @Nullable Taken taken,
      Instant modified) {
    var cleaner = new NameCleaner(rules);
    return switch (type) {
      case AUDIO -> Tracks.place(cleaner, place, tags);
      case VIDEO -> video(cleaner, place, tags, taken);
      case IMAGE -> picture(place, tags, taken, modified);
      case DOCUMENT -> new Placing(titleOf(place, tags), 0, null);
    };
  }

  /// What people film themselves stands among their pictures.
  private static Placing video(
      NameCleaner cleaner, FilePlace place, Tags tags, @Nullable Taken taken) {
    var name = cleaner.video(place.folders(), place.stem(), told(tags));
    var found = Episodes.place(cleaner, name, place, tags);
    if (name.kind() != CleanName.Kind.RECORDING) {
      return found;
    }
    var time = taken == null ? PhotoDates.of(place.folders(), place.stem()) : taken.local();
    return time == null ? found : new Placing(titleOf(place, tags), 0, inMonth(time));
  }

  /// What tags say of an episode.
  private static Told told(Tags tags) {
    boolean isSeasonSaid = !tags.first(Tags.SEASON).isBlank();
    return new Told(
        tags.first(Tags.TITLE),
        tags.first(Tags.SHOW),
        isSeasonSaid ? tags.number(Tags.SEASON) : CleanName.NOT_SAID,
        tags.number(Tags.EPISODE),
        "");
  }

  private static Placing picture(
      FilePlace place, Tags tags, @Nullable Taken taken, Instant modified) {
    var time = taken == null ? PhotoDates.of(place.folders(), place.stem()) : taken.local();
    return new Placing(
        titleOf(place, tags),
        0,
        inMonth(time == null ? LocalDateTime.ofInstant(modified, ZoneOffset.UTC) : time));
  }

  private static Standing inMonth(LocalDateTime time) {
    int year = Math.clamp(time.getYear(), 1, 9999);
    var month = "%04d-%02d".formatted(year, time.getMonthValue());
    long millis = time.toInstant(ZoneOffset.UTC).toEpochMilli();
    return new Standing(
        Shelf.Kind.MONTH,
        Standing.Claim.of(month),
        0,
        millis,
        millis,
        Standing.Saying.of(month, year));
  }

  private static String titleOf(FilePlace place, Tags tags) {
    var tagged = tags.first(Tags.TITLE);
    return cut(tagged.isBlank() ? place.stem() : tagged, 500);
  }

  static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splits ? length - 1 : length);
  }

  /// Whether a folder's name says that it is a disc of the album whose name the folder above has.
  ///
  /// @param name of the folder, with or without a slash at its end
  public static boolean isDisc(String name) {
    var disc = DiscName.ofFolder(name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
    return disc.disc() > 0;
  }

  /// Whether a folder's name says that it is a season of the series whose folder is above.
  ///
  /// @param name of the folder, with or without a slash at its end
  public static boolean isSeason(String name) {
    return SeasonFolder.of(name.endsWith("/") ? name.substring(0, name.length() - 1) : name)
        != null;
  }

  static String capital(String word) {
    return word.isEmpty()
        ? word
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
