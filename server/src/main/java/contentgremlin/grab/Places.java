package contentgremlin.grab;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Which town or village a picture or film was taken in or near, by the position that it has. Asks
/// nobody. Thread-safe.
public final class Places implements Grabber {
  /// Less is known than by whoever wrote a name beside the position.
  private static final int PRIORITY = 40;

  /// ISO 6709 in degrees: "+52.51871+013.40810+034.000/".
  private static final Pattern POSITION =
      Pattern.compile("([+-]\\d{1,2}(?:\\.\\d+)?)([+-]\\d{1,3}(?:\\.\\d+)?)(?:[+/].*|-.*)?");

  private static final Profile PROFILE =
      new Profile(
          "places",
          1,
          "Places",
          "Names the town, region and country of pictures and films that say where they were"
              + " taken.",
          Set.of(MediaType.IMAGE, MediaType.VIDEO),
          Wave.IDENTIFY,
          PRIORITY,
          null,
          Set.of(Groups.SPATIAL),
          List.of());

  private final PlaceTable table = new PlaceTable();

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean looksBeside() {
    return false;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return !subject.value(Groups.SPATIAL, "location").isEmpty();
  }

  @Override
  public Grabbed grab(Subject subject, Sources sources) {
    var position = POSITION.matcher(subject.value(Groups.SPATIAL, "location").strip());
    if (!position.matches()) {
      return new Grabbed.Nothing();
    }
    double latitude = Double.parseDouble(position.group(1));
    double longitude = Double.parseDouble(position.group(2));
    if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
      return new Grabbed.Nothing();
    }
    var says = new Says();
    table
        .nearest(latitude, longitude)
        .ifPresent(place ->
            says.add(Groups.SPATIAL, "city", place.name())
                .add(Groups.SPATIAL, "state", place.region())
                .add(Groups.SPATIAL, "country_code", place.country())
                .add(Groups.SPATIAL, "country", country(place, sources.languages())));
    return says.found();
  }

  private static String country(PlaceTable.Place place, List<String> languages) {
    return Locale.of("", place.country())
        .getDisplayCountry(Locale.forLanguageTag(languages.getFirst()));
  }
}
