package contentgremlin.grab;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.enrich.Wanted;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Fronts of albums, from the Cover Art Archive: that of the release, else one of its group.
/// Stateless, thread-safe.
public final class CoverArt implements Grabber {
  private static final Profile PROFILE =
      new Profile(
          "coverart",
          1,
          "Cover Art Archive",
          "Finds the covers of albums that MusicBrainz knows.",
          Set.of(MediaType.AUDIO),
          Wave.MORE,
          Profile.PRIORITY_CATALOGUE,
          Providers.COVER_ART,
          Set.of(),
          List.of());

  private static final int OF_RELEASE = 300;
  private static final int OF_GROUP = 250;

  /// Large enough for any page, and a fraction of most originals.
  private static final List<String> SIZES = List.of("1200", "large", "500", "small", "250");

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return !Told.uuid(subject, "musicbrainz_album").isEmpty()
        || !Told.uuid(subject, "musicbrainz_release_group").isEmpty();
  }

  @Override
  public Grabbed grab(Subject whole, Sources sources)
      throws InterruptedException, UnansweredException {
    var subject = Told.without(whole, PROFILE.id());
    var asking = Asking.of(Providers.COVER_ART, sources);
    var release = front(asking, "release", Told.uuid(subject, "musicbrainz_album"));
    if (release.isPresent()) {
      return new Says().want(Wanted.Kind.COVER, release.get(), "", OF_RELEASE).found();
    }
    return front(asking, "release-group", Told.uuid(subject, "musicbrainz_release_group"))
        .map(found -> new Says().want(Wanted.Kind.COVER, found, "", OF_GROUP).found())
        .orElseGet(Grabbed.Nothing::new);
  }

  private static Optional<String> front(Asking asking, String kind, String id)
      throws InterruptedException, UnansweredException {
    if (id.isEmpty()) {
      return Optional.empty();
    }
    return asking
        .get(asking.at(kind, id))
        .flatMap(answer ->
            Json.list(answer, "images").stream()
                .filter(image -> Json.is(image, "front"))
                .map(CoverArt::size)
                .filter(address -> !address.isEmpty())
                .findFirst())
        .map(address -> own(address, asking));
  }

  private static String size(JsonNode image) {
    for (var size : SIZES) {
      String address = Json.text(image, "thumbnails", size);
      if (!address.isEmpty()) {
        return address;
      }
    }
    return Json.text(image, "image");
  }

  /// Its answers name it without encryption, and a mirror's still name the original.
  private static String own(String address, Asking asking) {
    String path = address.replaceFirst("\\Ahttps?://coverartarchive\\.org(?=/)", "");
    return path.equals(address) ? address : asking.sources().address(Providers.COVER_ART) + path;
  }
}
