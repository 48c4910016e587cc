package contentgremlin.grab;

import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Subject;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What was said of an item before a catalogue is asked.
final class Told {
  private static final Pattern YEAR =
      Pattern.compile("(?<![0-9])(1[89][0-9]{2}|20[0-9]{2})(?![0-9])");
  private static final Pattern NUMBER = Pattern.compile("\\A\\s*0*([0-9]{1,5})");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /// What cameras and telephones call their files; numbers alone if they are as long as a date.
  private static final Pattern CAMERA =
      Pattern.compile(
          "(?i)(img|vid|dsc[fn_]?|pxl|mvi|mov|gopr|gh0|gx0|dji|whatsapp|screen|signal|p)[-_"
              + " ]?[0-9]{3}.*|[0-9][0-9\\W_]{5,}|[\\W_]*");

  /// What the parser of names calls a film of somebody's own, and what comes along with others.
  private static final Set<String> PRIVATE = Set.of("recording", "extra");

  private Told() {}

  static String title(Subject subject) {
    String title = subject.value(Groups.TITLES, "title");
    return title.isEmpty() ? subject.item().title() : title;
  }

  /// Titles to search for: the one that counts, and the one that the file's name says, since what
  /// is written into films is often an advertisement.
  static List<String> titles(Subject subject, String key) {
    var all = new ArrayList<String>();
    Stream.concat(
            subject.said(Groups.TITLES, key).stream(),
            subject.known().stream()
                .filter(said -> said.group().equals(Groups.TITLES) && said.key().equals(key))
                .filter(said -> said.priority() <= Profile.PRIORITY_NAME))
        .map(Metadata::value)
        .filter(title -> !title.isBlank() && !all.contains(title))
        .limit(2)
        .forEach(all::add);
    if (all.isEmpty() && key.equals("title")) {
      all.add(subject.item().title());
    }
    return all;
  }

  static String artist(Subject subject) {
    String artist = subject.value(Groups.ENTITIES, "artist");
    return artist.isEmpty() ? subject.value(Groups.ENTITIES, "album_artist") : artist;
  }

  static double seconds(Subject subject) {
    return subject.item().facts().duration().toMillis() / 1_000.0;
  }

  /// When it came out. Dates inside of films are those of their files.
  static int year(Subject subject) {
    boolean film = subject.item().type() == MediaType.VIDEO;
    return Stream.of("date", "year", "original_date")
        .flatMap(key -> subject.said(Groups.TEMPORAL, key).stream())
        .filter(said -> !film || said.priority() != Metadata.PRIORITY_EMBEDDED)
        .mapToInt(said -> year(said.value()))
        .filter(year -> year > 0)
        .findFirst()
        .orElse(0);
  }

  /// When a show began, as far as the file's name says; other dates are those of episodes.
  static int showYear(Subject subject) {
    return subject.said(Groups.TEMPORAL, "year").map(said -> year(said.value())).orElse(0);
  }

  /// The same, as if this grabber had never said anything: it shall not believe itself.
  static Subject without(Subject subject, String grabber) {
    return new Subject(
        subject.item(),
        subject.file(),
        subject.beside(),
        subject.known().stream().filter(said -> !said.provider().equals(grabber)).toList(),
        subject.tracks(),
        subject.chosen());
  }

  /// The year in a date, however it is written; 0 if there is none.
  static int year(String date) {
    var found = YEAR.matcher(date);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  /// The number a value begins with; -1 if it does not.
  static int number(Subject subject, String group, String key) {
    var found = NUMBER.matcher(subject.value(group, key));
    return found.find() ? Integer.parseInt(found.group(1)) : -1;
  }

  static boolean isEpisode(Subject subject) {
    return number(subject, Groups.CLASSIFICATION, "episode") >= 0
        && !subject.value(Groups.TITLES, "show").isEmpty();
  }

  /// Whether it can be something that was published: what somebody filmed is nobody's business.
  static boolean isPublic(Subject subject) {
    return !PRIVATE.contains(subject.value(Groups.CLASSIFICATION, "kind"))
        && subject.value(Groups.TECHNICAL, "camera_make").isEmpty()
        && subject.value(Groups.TECHNICAL, "camera_model").isEmpty()
        && !CAMERA.matcher(title(subject)).matches();
  }

  /// An identifier of the thing itself; of an episode, not what the file's name says: that is its
  /// show's.
  static String id(Subject subject, String provider) {
    return subject
        .said(Groups.IDENTIFIER, provider)
        .filter(said -> !isEpisode(subject) || said.priority() > Profile.PRIORITY_NAME)
        .map(said -> said.value().strip())
        .orElse("");
  }

  static String showId(Subject subject, String provider) {
    String own = subject.value(Groups.IDENTIFIER, provider + "_show");
    return own.isEmpty()
        ? subject
            .said(Groups.IDENTIFIER, provider)
            .filter(said -> said.priority() <= Profile.PRIORITY_NAME)
            .map(said -> said.value().strip())
            .orElse("")
        : own;
  }

  /// The first of perhaps several; the empty string if there is none.
  static String uuid(Subject subject, String key) {
    var found = UUID.matcher(subject.value(Groups.IDENTIFIER, key).toLowerCase(Locale.ROOT));
    return found.find() ? found.group() : "";
  }

  /// "3:05", for candidates.
  static String clock(double seconds) {
    long whole = Math.round(seconds);
    return whole <= 0 ? "" : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  /// "Artist · 1994", without what is not known.
  static String detail(String... parts) {
    return String.join(" · ", Stream.of(parts).filter(part -> !part.isEmpty()).toList());
  }
}
