package contentgremlin.grab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Says what a packet of XMP means (ISO 16684-1, IPTC Photo Metadata). Properties are told by the
/// prefixes that everybody uses; each may be an attribute, an element, or a list in one.
final class XmpWords {
  private record Place(String group, String key) {}

  private static final Map<String, Place> PLACES =
      Map.ofEntries(
          Map.entry("dc:title", new Place(Groups.TITLES, "title")),
          Map.entry("photoshop:Headline", new Place(Groups.TITLES, "headline")),
          Map.entry("dc:description", new Place(Groups.MISCELLANEOUS, "description")),
          Map.entry("dc:subject", new Place(Groups.CLASSIFICATION, "keywords")),
          Map.entry("xmp:Label", new Place(Groups.CLASSIFICATION, "label")),
          Map.entry("xmp:Rating", new Place(Groups.PERSONAL, "rating")),
          Map.entry("dc:creator", new Place(Groups.ENTITIES, "artist")),
          Map.entry("Iptc4xmpExt:PersonInImage", new Place(Groups.ENTITIES, "person")),
          Map.entry("photoshop:Credit", new Place(Groups.LEGAL, "credit")),
          Map.entry("dc:rights", new Place(Groups.LEGAL, "copyright")),
          Map.entry("xmpRights:UsageTerms", new Place(Groups.LEGAL, "usage_terms")),
          Map.entry("cc:license", new Place(Groups.LEGAL, "license")),
          Map.entry("Iptc4xmpCore:Location", new Place(Groups.SPATIAL, "place")),
          Map.entry("photoshop:City", new Place(Groups.SPATIAL, "city")),
          Map.entry("photoshop:State", new Place(Groups.SPATIAL, "state")),
          Map.entry("photoshop:Country", new Place(Groups.SPATIAL, "country")),
          Map.entry("Iptc4xmpCore:CountryCode", new Place(Groups.SPATIAL, "country_code")),
          Map.entry("photoshop:DateCreated", new Place(Groups.TEMPORAL, "created")),
          Map.entry("exif:DateTimeOriginal", new Place(Groups.TEMPORAL, "created")));

  /// "52,31.1234N" or "52,31,12N".
  private static final Pattern DEGREES =
      Pattern.compile(
          "([0-9]{1,3}),([0-9]{1,2}(?:\\.[0-9]{1,10})?)(?:,([0-9]{1,2}(?:\\.[0-9]{1,10})?))?([NSEW])");

  private static final String DEFAULT_LANGUAGE = "x-default";

  private XmpWords() {}

  static void read(Xml packet, Says says) {
    for (var description : descriptions(packet)) {
      description.attributes().forEach((name, value) -> say(name, new Value("", value), says));
      for (var property : description.children()) {
        values(property).forEach(value -> say(property.name(), value, says));
        faces(property, says);
      }
      place(description, says);
    }
  }

  private static List<Xml> descriptions(Xml element) {
    if (element.name().equals("rdf:RDF")) {
      return element.children().stream()
          .filter(child -> child.name().equals("rdf:Description"))
          .toList();
    }
    return element.children().stream().flatMap(child -> descriptions(child).stream()).toList();
  }

  private record Value(String language, String text) {}

  /// Of a list, all members; of alternatives in several languages, each with its own.
  private static List<Value> values(Xml property) {
    var values = new ArrayList<Value>();
    for (var list : property.children()) {
      for (var member : list.children()) {
        String language = member.attribute("xml:lang");
        values.add(new Value(language.equals(DEFAULT_LANGUAGE) ? "" : language, member.text()));
      }
    }
    if (property.children().isEmpty()) {
      String resource = property.attribute("rdf:resource");
      values.add(new Value("", resource.isEmpty() ? property.text() : resource));
    }
    return values;
  }

  private static void say(String name, Value value, Says says) {
    var place = PLACES.get(name);
    // No rating is written as none or "0", one that was thrown away as "-1".
    boolean isNone = name.equals("xmp:Rating") && !value.text.matches("[1-5](\\.0+)?");
    if (place != null && !isNone) {
      says.add(place.group, place.key, value.language, value.text);
    }
  }

  /// Names of people whose faces were marked (Metadata Working Group, regions).
  private static void faces(Xml property, Says says) {
    if (property.name().equals("mwg-rs:Regions")) {
      regions(property, says);
    }
  }

  private static void regions(Xml element, Says says) {
    String name = own(element, "mwg-rs:Name");
    String type = own(element, "mwg-rs:Type");
    if (!name.isEmpty() && (type.isEmpty() || type.equals("Face"))) {
      says.add(Groups.ENTITIES, "person", name);
    }
    element.children().forEach(child -> regions(child, says));
  }

  /// A property that may be written either way.
  private static String own(Xml element, String name) {
    return element.attributes().containsKey(name)
        ? element.attribute(name)
        : element.text(name.toLowerCase(Locale.ROOT));
  }

  /// As ISO 6709 writes it: "+52.51871+013.40810/".
  private static void place(Xml description, Says says) {
    double latitude = degrees(own(description, "exif:GPSLatitude"));
    double longitude = degrees(own(description, "exif:GPSLongitude"));
    if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) {
      says.add(
          Groups.SPATIAL,
          "location",
          String.format(Locale.ROOT, "%+.5f%+.5f/", latitude, longitude));
    }
  }

  private static double degrees(String text) {
    var found = DEGREES.matcher(text.strip());
    if (!found.matches()) {
      return Double.NaN;
    }
    double seconds = found.group(3) == null ? 0 : Double.parseDouble(found.group(3));
    double whole =
        Integer.parseInt(found.group(1))
            + Double.parseDouble(found.group(2)) / 60
            + seconds / 3_600;
    return found.group(4).equals("S") || found.group(4).equals("W") ? -whole : whole;
  }
}
