package contentgremlin.http.page;

import contentgremlin.item.Item;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.library.FileName;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the page of an item says about its file: what most people want to know, and all the rest.
public final class ItemFacts {
  private static final int FACTS_MAX = 200;
  private static final String SPATIAL = "spatial";
  private static final String TECHNICAL = "technical";

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH);

  /// ISO 6709, as films and pictures have it.
  private static final Pattern POSITION =
      Pattern.compile("([+-][0-9]{1,2}(?:\\.[0-9]+)?)([+-][0-9]{1,3}(?:\\.[0-9]+)?).*");

  private static final Pattern FRACTION = Pattern.compile("([0-9.]{1,12})(?:/([0-9.]{1,12}))?");

  /// For programs, or shown elsewhere; in no list for people.
  private static final Set<String> NOT_TO_READ =
      Set.of("lyrics", "timed_lyrics", "blurhash", "colours", "acoustid_fingerprint", "license");

  private static final Set<String> OF_PICTURES =
      Set.of(
          "created",
          "location",
          "place",
          "city",
          "state",
          "country",
          "country_code",
          "camera_make",
          "camera_model",
          "exposure_time",
          "aperture",
          "sensitivity",
          "focal_length");

  /// @param address where it links to; null for plain text
  public record Fact(String name, String value, @Nullable String address) {
    Fact(String name, String value) {
      this(name, value, null);
    }
  }

  private final Item item;
  private final List<Metadata> known;

  /// @param known what counts of all that was said of it
  /// @param withPlace whether it may be told where it was
  ItemFacts(Item item, List<Metadata> known, boolean withPlace) {
    this.item = item;
    this.known =
        known.stream()
            .filter(said -> !said.value().isBlank())
            .filter(said -> withPlace || !said.group().equals(SPATIAL))
            .toList();
  }

  List<Fact> main() {
    var facts = new ArrayList<Fact>();
    var media = item.facts();
    if (!media.duration().isZero() && plays()) {
      facts.add(new Fact("Length", Texts.clock(media.duration())));
    }
    if (isPicture()) {
      said("temporal", "created")
          .flatMap(ItemFacts::minute)
          .ifPresent(at -> facts.add(new Fact("Taken", at)));
      place().ifPresent(facts::add);
      add(facts, "Camera", camera());
      add(facts, "Exposure", exposure());
    }
    if (media.width() > 0) {
      facts.add(new Fact("Pixels", media.width() + " × " + media.height()));
    }
    if (media.format() != null) {
      facts.add(new Fact("Format", media.format()));
    }
    facts.add(new Fact("File size", Texts.bytes(item.source().size())));
    facts.add(new Fact("File name", FileName.shown(item.source().name())));
    return List.copyOf(facts);
  }

  /// All else.
  List<Fact> more() {
    return known.stream()
        .filter(said -> !NOT_TO_READ.contains(said.key()))
        .filter(said -> !isPicture() || !OF_PICTURES.contains(said.key()))
        .limit(FACTS_MAX)
        .map(said -> new Fact(readable(said), said.value()))
        .toList();
  }

  private static void add(List<Fact> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.add(new Fact(name, value));
    }
  }

  private boolean plays() {
    return item.type() == MediaType.VIDEO || item.type() == MediaType.AUDIO;
  }

  /// Of a film, who made it and where belongs to the film; of a picture it is what it shows.
  private boolean isPicture() {
    return item.type() == MediaType.IMAGE;
  }

  private Optional<String> said(String group, String key) {
    return known.stream()
        .filter(said -> said.group().equals(group) && said.key().equals(key))
        .map(Metadata::value)
        .findFirst();
  }

  private String words(String group, String key) {
    return said(group, key).orElse("").strip();
  }

  /// "Lisbon, Lisbon District, Portugal"; without names, the position itself.
  private Optional<Fact> place() {
    var names =
        Stream.of("place", "city", "state", "country")
            .map(key -> words(SPATIAL, key))
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    var position = POSITION.matcher(words(SPATIAL, "location"));
    if (!position.matches()) {
      return names.isEmpty()
          ? Optional.empty()
          : Optional.of(new Fact("Place", String.join(", ", names)));
    }
    double latitude = Double.parseDouble(position.group(1));
    double longitude = Double.parseDouble(position.group(2));
    var plain = String.format(Locale.ROOT, "%.5f, %.5f", latitude, longitude);
    return Optional.of(
        new Fact(
            "Place", names.isEmpty() ? plain : String.join(", ", names), map(latitude, longitude)));
  }

  private static String map(double latitude, double longitude) {
    return String.format(
        Locale.ROOT,
        "https://www.openstreetmap.org/?mlat=%1$.5f&mlon=%2$.5f#map=14/%1$.5f/%2$.5f",
        latitude,
        longitude);
  }

  /// Many makers say their name twice.
  private String camera() {
    var make = words(TECHNICAL, "camera_make");
    var model = words(TECHNICAL, "camera_model");
    boolean isTwice =
        model.toLowerCase(Locale.ROOT).startsWith(make.toLowerCase(Locale.ROOT).split(" ", 2)[0]);
    return isTwice ? model : (make + " " + model).strip();
  }

  /// "1/250 s, f/2.8, ISO 400, 23 mm", as far as it is known.
  private String exposure() {
    var parts = new ArrayList<String>();
    number("exposure_time").map(ItemFacts::seconds).ifPresent(parts::add);
    number("aperture").map(it -> "f/" + decimal(it)).ifPresent(parts::add);
    number("sensitivity").map(it -> "ISO " + decimal(it)).ifPresent(parts::add);
    number("focal_length").map(it -> decimal(it) + " mm").ifPresent(parts::add);
    return String.join(", ", parts);
  }

  /// Numbers may be written as fractions: "28/10".
  private Optional<Double> number(String key) {
    var text = FRACTION.matcher(words(TECHNICAL, key));
    if (!text.matches()) {
      return Optional.empty();
    }
    try {
      double whole = Double.parseDouble(text.group(1));
      double number = text.group(2) == null ? whole : whole / Double.parseDouble(text.group(2));
      return Double.isFinite(number) && number > 0 ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static String seconds(double time) {
    return time < 0.3 ? "1/" + Math.round(1 / time) + " s" : decimal(time) + " s";
  }

  private static String decimal(double number) {
    var text = String.format(Locale.ROOT, "%.1f", number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static Optional<String> minute(String time) {
    try {
      return Optional.of(MINUTE.format(LocalDateTime.parse(time)));
    } catch (DateTimeException _) {
      return Optional.of(time);
    }
  }

  private static String readable(Metadata metadata) {
    var words = metadata.key().replace('_', ' ').replace('-', ' ').strip();
    var language = metadata.language().isEmpty() ? "" : " (" + metadata.language() + ")";
    return Texts.capital(words) + language;
  }
}
