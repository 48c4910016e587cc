package contentgremlin.grab;

import contentgremlin.enrich.Subject;
import contentgremlin.item.MediaType;
import java.util.Locale;
import java.util.Map;

/// Says what the documents in NFO files mean, as Kodi's wiki describes them. Not thread-safe.
final class NfoWords {
  private static final int ACTORS_MAX = 60;

  /// What such files call identifiers, and what they are called here.
  private static final Map<String, String> IDS =
      Map.of(
          "imdb", "imdb",
          "tmdb", "tmdb",
          "tvdb", "tvdb",
          "thetvdb", "tvdb",
          "tvmaze", "tvmaze",
          "wikidata", "wikidata",
          "tmdbset", "tmdb_collection");

  private final Says says;
  private final Subject subject;
  private boolean hasEpisode;

  NfoWords(Says says, Subject subject) {
    this.says = says;
    this.subject = subject;
  }

  void read(Xml root) {
    switch (root.name().toLowerCase(Locale.ROOT)) {
      case "movie" -> film(root);
      case "musicvideo" -> musicVideo(root);
      case "episodedetails" -> episode(root);
      case "tvshow" -> show(root);
      case "season" -> says.add(Groups.TITLES, "season", root.text("title"));
      case "album" -> album(root);
      case "artist" -> artist(root);
      default -> throw new IllegalStateException("not known: " + root.name());
    }
  }

  /// @param ofShow the file stands for a whole show
  void address(NfoParts.Id id, boolean ofShow) {
    boolean show = (id.isShow() || ofShow) && subject.item().type() == MediaType.VIDEO;
    says.add(Groups.IDENTIFIER, id.provider() + (show ? "_show" : ""), id.value());
  }

  private void film(Xml film) {
    common(film, "title", "description", "");
    says.add(Groups.TITLES, "original_title", film.text("originaltitle"))
        .add(Groups.TITLES, "sort_title", film.text("sorttitle"))
        .add(Groups.TITLES, "collection", collection(film))
        .add(Groups.TEMPORAL, "date", date(film, "premiered", "releasedate", "year"))
        .addAll(Groups.ORGANIZATIONAL, "studio", film.texts("studio"));
  }

  private static String collection(Xml film) {
    return film.first("set")
        .map(set -> set.text("name").isEmpty() ? set.text() : set.text("name"))
        .orElse("");
  }

  private void musicVideo(Xml video) {
    common(video, "title", "description", "");
    says.addAll(Groups.ENTITIES, "artist", video.texts("artist"))
        .add(Groups.TITLES, "album", video.text("album"))
        .add(Groups.MUSICAL, "track", video.text("track"))
        .add(Groups.TEMPORAL, "date", date(video, "premiered", "year"))
        .addAll(Groups.ORGANIZATIONAL, "studio", video.texts("studio"));
  }

  /// Of several in a file, the one that the file's name tells of comes first.
  private void episode(Xml episode) {
    int number = Told.number(subject, Groups.CLASSIFICATION, "episode");
    boolean isOther =
        number >= 0
            && episode.text("episode").matches("[0-9]{1,5}")
            && Integer.parseInt(episode.text("episode")) != number;
    if (isOther && hasEpisode) {
      says.add(Groups.TITLES, "further_title", episode.text("title"));
      return;
    }
    hasEpisode = true;
    common(episode, "title", "description", "");
    says.add(Groups.TITLES, "show", episode.text("showtitle"))
        .add(Groups.CLASSIFICATION, "season", episode.text("season"))
        .add(Groups.CLASSIFICATION, "episode", episode.text("episode"))
        .add(Groups.TEMPORAL, "date", date(episode, "aired", "premiered", "year"))
        .addAll(Groups.ORGANIZATIONAL, "studio", episode.texts("studio"));
  }

  private void show(Xml show) {
    common(show, "show", "show_description", "_show");
    says.add(Groups.TITLES, "show_original", show.text("originaltitle"))
        .add(Groups.TEMPORAL, "show_date", date(show, "premiered", "year"))
        .addAll(Groups.ORGANIZATIONAL, "network", show.texts("studio"));
  }

  private void album(Xml album) {
    says.add(Groups.TITLES, "album", album.text("title"))
        .addAll(Groups.ENTITIES, "album_artist", album.texts("artist"))
        .addAll(Groups.CLASSIFICATION, "genre", album.texts("genre"))
        .addAll(Groups.CLASSIFICATION, "style", album.texts("style"))
        .addAll(Groups.CLASSIFICATION, "mood", album.texts("mood"))
        .add(Groups.CLASSIFICATION, "release_type", album.text("type"))
        .add(Groups.TEMPORAL, "date", date(album, "releasedate", "year"))
        .add(Groups.TEMPORAL, "original_date", album.text("originalreleasedate"))
        .addAll(Groups.ORGANIZATIONAL, "label", album.texts("label"))
        .add(Groups.MISCELLANEOUS, "album_description", album.text("review"))
        .add(Groups.IDENTIFIER, "musicbrainz_album", album.text("musicbrainzalbumid"))
        .add(
            Groups.IDENTIFIER,
            "musicbrainz_release_group",
            album.text("musicbrainzreleasegroupid"));
    for (var credit : album.all("albumartistcredits")) {
      says.add(Groups.ENTITIES, "album_artist", credit.text("artist"))
          .add(Groups.IDENTIFIER, "musicbrainz_album_artist", credit.text("musicbrainzartistid"));
    }
  }

  private void artist(Xml artist) {
    says.add(Groups.ENTITIES, "album_artist", artist.text("name"))
        .add(Groups.ENTITIES, "artist_sort", artist.text("sortname"))
        .add(Groups.IDENTIFIER, "musicbrainz_album_artist", artist.text("musicbrainzartistid"))
        .add(Groups.MISCELLANEOUS, "artist_description", artist.text("biography"));
  }

  /// @param of put behind the names of identifiers
  private void common(Xml thing, String title, String description, String of) {
    says.add(Groups.TITLES, title, thing.text("title"))
        .add(
            Groups.MISCELLANEOUS,
            description,
            thing.text("plot").isEmpty() ? thing.text("outline") : thing.text("plot"))
        .add(Groups.MISCELLANEOUS, "tagline", thing.text("tagline"))
        .addAll(Groups.CLASSIFICATION, "genre", thing.texts("genre"))
        .addAll(Groups.CLASSIFICATION, "keywords", thing.texts("tag"))
        .add(Groups.CLASSIFICATION, "certificate", thing.text("mpaa"))
        .addAll(Groups.SPATIAL, "country", thing.texts("country"));
    rating(thing);
    if (of.isEmpty()) {
      says.addAll(Groups.ENTITIES, "director", thing.texts("director"))
          .addAll(Groups.ENTITIES, "writer", thing.texts("credits"));
    }
    thing.all("actor").stream()
        .limit(ACTORS_MAX)
        .forEach(actor -> says.add(Groups.ENTITIES, "actor", actor.text("name")));
    ids(thing, of);
  }

  private void ids(Xml thing, String of) {
    for (var id : thing.all("uniqueid")) {
      String name = IDS.get(id.attribute("type").toLowerCase(Locale.ROOT));
      if (name != null) {
        says.add(Groups.IDENTIFIER, name + of, id.text());
      }
    }
    for (var name : new String[] {"imdb", "tmdb", "tvdb"}) {
      says.add(Groups.IDENTIFIER, name + of, thing.text(name + "id"));
    }
    String old = thing.text("id");
    if (old.matches("tt[0-9]{5,10}")) {
      says.add(Groups.IDENTIFIER, "imdb" + of, old);
    } else if (thing.is("tvshow") && old.matches("[0-9]{1,10}")) {
      says.add(Groups.IDENTIFIER, "tvdb" + of, old);
    }
  }

  private void rating(Xml thing) {
    var ratings = thing.first("ratings");
    if (ratings.isEmpty()) {
      says.add(Groups.CLASSIFICATION, "rating", thing.text("rating"));
    } else {
      ratings.get().all("rating").stream()
          .filter(each -> each.attribute("default").equals("true"))
          .findFirst()
          .or(() -> ratings.get().first("rating"))
          .ifPresent(each -> says.add(Groups.CLASSIFICATION, "rating", each.text("value")));
    }
    says.add(Groups.PERSONAL, "rating", thing.text("userrating"));
  }

  private static String date(Xml thing, String... names) {
    for (var name : names) {
      if (!thing.text(name).isEmpty()) {
        return thing.text(name);
      }
    }
    return "";
  }
}
