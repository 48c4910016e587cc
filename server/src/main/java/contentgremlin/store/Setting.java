package contentgremlin.store;

import contentgremlin.item.Visibility;
import contentgremlin.name.NameRules;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Everything that can be set, with its default and what it means. Named in the database and on the
/// command line by [#word].
public enum Setting {
  SITE_NAME(Kind.TEXT, "Contentgremlin", "What the pages call this place"),
  BASE_URL(Kind.TEXT, "", "The address people use, if a proxy stands before the server"),
  REGISTRATION(Kind.FLAG, "false", "Whether visitors may make themselves an account"),
  DEFAULT_VISIBILITY(Kind.TEXT, "public", "Visibility of new items: public, unlisted or private"),
  UPLOAD_SIZE_MAX(Kind.BYTES, "1099511627776", "The largest upload, in bytes"),
  QUOTA_DEFAULT(Kind.BYTES, "-1", "Bytes a new account may keep; -1 for no limit"),
  UPLOAD_EXPIRES(Kind.DURATION, "PT168H", "How long a half upload is kept after its last byte"),
  DISK_RESERVE(Kind.BYTES, "536870912", "Free bytes below which uploads are refused"),
  ENCODER_PLACES(
      Kind.NUMBER,
      "1",
      "How many encodes run at once on this machine; 0: they are left to workers"),
  LIGHT_PLACES(Kind.NUMBER, "2", "How many short jobs run at once"),
  WORKER_JOBS(
      Kind.TEXT,
      "busy",
      "Which jobs workers on other machines get: never, busy (what finds no place on this machine)"
          + " or always"),
  MACHINE_START_AFTER(
      Kind.DURATION,
      "PT2M",
      "How long work that workers might do has to wait until an adopted machine is started for it"),
  MACHINE_STOP_AFTER(
      Kind.DURATION,
      "PT10M",
      "How long a machine that was started for work is idle until it is stopped"),
  MACHINE_LIMIT(
      Kind.NUMBER, "2", "How many machines run at once that were started for work; 0: none is"),
  MACHINE_QUOTA(
      Kind.NUMBER,
      "0",
      "How many hours a day machines may run for work, all together; 0: as long as there is some"),
  MACHINE_QUIET_HOURS(
      Kind.TEXT,
      "none",
      "A part of each day in which no machine is started for work: 22:00-07:00; those that were are"
          + " stopped when what they do is done"),
  MACHINE_STOP_PATIENCE(
      Kind.DURATION,
      "PT2M",
      "How long a machine that is asked to shut down may take until its power is taken"),
  ATTEMPTS_MAX(Kind.NUMBER, "3", "How often a job is tried before it has failed"),
  STALL_LIMIT(Kind.DURATION, "PT2M", "How long a tool may make no progress at all"),
  EVENTS_KEPT(Kind.DURATION, "PT168H", "How long events can be asked for again"),
  TRASH_KEPT(Kind.DURATION, "P30D", "How long the trash is kept"),
  MISSING_KEPT(
      Kind.DURATION, "P30D", "How long an item of a library is kept after its file has gone"),

  /// A week: whoever put an older copy of the database in place, or sees that something is gone,
  /// has had a weekend and some working days to notice. Waiting costs only room.
  OLDER_DATABASES(Kind.NUMBER, "3", "How many databases of older versions are kept to go back to"),
  OLDER_DATABASES_KEPT(Kind.DURATION, "P90D", "How long a database of an older version is kept"),
  UNREFERENCED_KEPT(Kind.DURATION, "P7D", "How long files of ours that nothing refers to are kept"),
  SCRUB_RATE(
      Kind.BYTES, "20000000", "Bytes a second at which stored files are verified; 0 for never"),
  LIBRARY_SCAN_EVERY(
      Kind.DURATION, "P1D", "How often a library is compared as a whole, whatever was told of it"),
  LIBRARY_CHECK_RATE(
      Kind.BYTES,
      "10000000",
      "Bytes a second at which files of libraries are read again for silent changes; 0 for never"),
  LIBRARY_RENDITIONS(
      Kind.TEXT,
      "demand",
      "When films and songs of libraries that browsers can't play are encoded: never, demand"
          + " (when somebody wants to play them) or always"),
  NAME_WORDS(
      Kind.TEXT, "", "Words that are left out of the names of files, with commas between them"),
  NAME_PATTERNS(
      Kind.TEXT,
      "",
      "Regular expressions that names of files are tried with first, with ;; between them; their"
          + " named groups tell: title, show, year, season, episode, last, artist, album, disc,"
          + " track, edition, group"),
  PROVIDERS(
      Kind.TEXT,
      "none",
      "Who may be asked over the network about what is here, by their ids, or all; none: nothing"
          + " leaves this machine"),
  GRABBERS_OFF(Kind.TEXT, "none", "Grabbers that are not to be run, by their ids"),
  METADATA_LANGUAGES(
      Kind.TEXT, "en", "In which languages descriptions are wanted, the best first: de, en"),
  CONTACT(
      Kind.TEXT,
      "none",
      "An e-mail address or page by which providers can reach whoever runs this server"),
  QUIET_HOURS(
      Kind.TEXT,
      "none",
      "A part of each day in which nothing is described that nobody waits for: 22:00-07:30"),
  SCRUB_EVERY(Kind.DURATION, "P30D", "How long a file is believed before it is verified again");

  /// Instead of a list of words.
  public static final String ALL = "all";

  /// The longest value, in UTF-16 units.
  public static final int LENGTH_MAX = 1_000;

  /// Nobody needs more places or attempts.
  private static final long NUMBER_MAX = 1_000;

  private static final String HOURS = "([01]\\d|2[0-3]):[0-5]\\d";

  /// Of these, 0 means something.
  private static final Set<Setting> MAY_BE_NONE =
      EnumSet.of(ENCODER_PLACES, MACHINE_LIMIT, MACHINE_QUOTA);

  private static final Set<String> RENDITION_WORDS = Set.of("never", "demand", "always");

  private static final Set<String> WORKER_WORDS = Set.of("never", "busy", "always");

  private static final Duration DURATION_MAX = Duration.ofDays(36_500);

  public enum Kind {
    TEXT,
    NUMBER,
    BYTES,
    FLAG,
    DURATION
  }

  private final Kind kind;
  private final String fallback;
  private final String meaning;

  Setting(Kind kind, String fallback, String meaning) {
    this.kind = kind;
    this.fallback = fallback;
    this.meaning = meaning;
  }

  /// "upload-size-max"
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Setting> of(String word) {
    return Arrays.stream(values()).filter(setting -> setting.word().equals(word)).findFirst();
  }

  public String fallback() {
    return fallback;
  }

  public String meaning() {
    return meaning;
  }

  public String text(SettingStore store) {
    return store.find(word()).orElse(fallback);
  }

  public long number(SettingStore store) {
    return Long.parseLong(text(store));
  }

  public boolean flag(SettingStore store) {
    return Boolean.parseBoolean(text(store));
  }

  public Duration duration(SettingStore store) {
    return Duration.parse(text(store));
  }

  /// Whether this text can be a value: the empty string if so, else what is wrong with it.
  public String complaint(String text) {
    if (text.length() > LENGTH_MAX) {
      return "must have at most " + LENGTH_MAX + " characters";
    }
    return switch (kind) {
      case TEXT -> complaintOfText(text);
      case NUMBER, BYTES -> complaintOfNumber(text);
      case DURATION -> complaintOfDuration(text);
      case FLAG -> text.equals("true") || text.equals("false") ? "" : "must be true or false";
    };
  }

  private String complaintOfText(String text) {
    if (this == DEFAULT_VISIBILITY) {
      return Arrays.stream(Visibility.values()).anyMatch(it -> it.word().equals(text))
          ? ""
          : "must be public, unlisted or private";
    }
    if (this == LIBRARY_RENDITIONS) {
      return RENDITION_WORDS.contains(text) ? "" : "must be never, demand or always";
    }
    if (this == WORKER_JOBS) {
      return WORKER_WORDS.contains(text) ? "" : "must be never, busy or always";
    }
    if (this == QUIET_HOURS || this == MACHINE_QUIET_HOURS) {
      return text.equals("none") || text.matches(HOURS + "-" + HOURS)
          ? ""
          : "must be like 22:00-07:30, or none";
    }
    if (this == METADATA_LANGUAGES) {
      return text.matches(
              "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*([,\\s]+[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)*")
          ? ""
          : "must be language tags, like: de, en";
    }
    if (this == BASE_URL) {
      return text.isEmpty() || text.matches("https?://[^/?#@\\s]+/?")
          ? ""
          : "must be like https://media.example, or empty";
    }
    if (this == NAME_WORDS) {
      return NameRules.complaintOfWords(text);
    }
    if (this == NAME_PATTERNS) {
      return NameRules.complaintOfPatterns(text);
    }
    return text.isBlank() ? "must not be empty" : "";
  }

  private String complaintOfNumber(String text) {
    try {
      long value = Long.parseLong(text);
      return value >= least() && value <= most() ? "" : "must be from " + least() + " to " + most();
    } catch (NumberFormatException _) {
      return "must be a whole number";
    }
  }

  private long least() {
    if (this == QUOTA_DEFAULT) {
      return -1;
    }
    return kind == Kind.NUMBER && !MAY_BE_NONE.contains(this) ? 1 : 0;
  }

  private long most() {
    return kind == Kind.NUMBER ? NUMBER_MAX : Long.MAX_VALUE;
  }

  private static String complaintOfDuration(String text) {
    try {
      var value = Duration.parse(text);
      return value.compareTo(Duration.ofSeconds(1)) >= 0 && value.compareTo(DURATION_MAX) <= 0
          ? ""
          : "must be from one second to a hundred years";
    } catch (DateTimeParseException _) {
      return "must be a duration like PT90M or P30D (ISO 8601)";
    }
  }
}
