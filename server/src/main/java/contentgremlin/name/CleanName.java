package contentgremlin.name;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the name of a file, and of the folders that it lies in, says. What it does not say is an
/// empty text, 0, [#NOT_SAID] for season and episodes (there is a season 0), or null.
///
/// @param title of the thing itself: film, episode, song, document. Empty if it has none: "S01E02",
///   "IMG_2034"
/// @param show whose episode it is
/// @param year of the film, the album or the document; of an episode, when its show began
/// @param season 0 for specials
/// @param episode within the season, or counted from the show's start if `season` is not said
/// @param lastEpisode of several in one file; else as `episode`
/// @param date of an episode that is told by its date; of a picture, when it was taken
/// @param part of a film in several files, from 1
/// @param artist of a song
/// @param album of a song
/// @param disc from 1; the sides of a record count as discs
/// @param track from 1
/// @param edition "Director's Cut"
/// @param group who released it
/// @param notes on quality, language and origin, as written: "1080p", "BluRay"
/// @param ids by source: "tmdb" → "603", "imdb" → "tt0133093", "tvdb", "youtube" …
public record CleanName(
    Kind kind,
    String title,
    String show,
    int year,
    int season,
    int episode,
    int lastEpisode,
    @Nullable LocalDate date,
    int part,
    String artist,
    String album,
    int disc,
    int track,
    String edition,
    String group,
    List<String> notes,
    Map<String, String> ids) {
  /// Of seasons and episodes.
  public static final int NOT_SAID = -1;

  public CleanName {
    notes = List.copyOf(notes);
    ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
  }

  /// What sort of thing bears such a name.
  public enum Kind {
    FILM,
    EPISODE,
    /// What comes with a film or series: trailers, interviews, deleted scenes.
    EXTRA,
    /// A film that somebody took with a camera or telephone, or of a screen: no film that one buys.
    RECORDING,
    SONG,
    PICTURE,
    DOCUMENT
  }

  public boolean isEpisode() {
    return kind == Kind.EPISODE;
  }
}
