package contentgremlin.grab;

import static contentgremlin.enrich.Provider.Key.NEEDED;
import static contentgremlin.enrich.Provider.Key.NONE;

import contentgremlin.enrich.Provider;
import contentgremlin.enrich.Rate;
import java.time.Duration;

/// Whom the grabbers ask, and how often each of them may be asked. docs/METADATA.md says where
/// their rules are to be read.
final class Providers {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration WEEK = Duration.ofDays(7);

  static final Provider MUSICBRAINZ =
      new Provider(
          "musicbrainz",
          "MusicBrainz",
          "https://musicbrainz.org/ws/2",
          Rate.of(1, SECOND),
          NONE,
          MONTH,
          WEEK);

  /// It has no rule of its own.
  static final Provider LRCLIB =
      new Provider(
          "lrclib", "LRCLIB", "https://lrclib.net/api", Rate.of(2, SECOND), NONE, MONTH, WEEK);

  /// Half of what it endures.
  static final Provider TMDB =
      new Provider(
          "tmdb",
          "The Movie Database",
          "https://api.themoviedb.org/3",
          new Rate(20, SECOND, 10),
          NEEDED,
          MONTH,
          WEEK);

  /// 20 within 10 seconds.
  static final Provider TVMAZE =
      new Provider(
          "tvmaze",
          "TVmaze",
          "https://api.tvmaze.com",
          Rate.of(20, Duration.ofSeconds(10)),
          NONE,
          MONTH,
          WEEK);

  /// It has no written rule. Its token is good for a month, so answers are believed for less.
  static final Provider TVDB =
      new Provider(
          "tvdb",
          "TheTVDB",
          "https://api4.thetvdb.com/v4",
          Rate.of(4, SECOND),
          NEEDED,
          Duration.ofDays(14),
          WEEK);

  /// Five a second, over five minutes.
  static final Provider LASTFM =
      new Provider(
          "lastfm",
          "Last.fm",
          "https://ws.audioscrobbler.com/2.0",
          Rate.of(4, SECOND),
          NEEDED,
          MONTH,
          WEEK);

  static final Provider WIKIDATA =
      new Provider(
          "wikidata",
          "Wikidata",
          "https://www.wikidata.org",
          Rate.of(2, SECOND),
          NONE,
          MONTH,
          WEEK);

  /// Each language has a host of its own: [#wikipedia].
  static final Provider WIKIPEDIA = wikipedia("en");

  /// One a second for whoever does not say who he is.
  static final Provider OPEN_LIBRARY =
      new Provider(
          "openlibrary",
          "Open Library",
          "https://openlibrary.org",
          Rate.of(1, SECOND),
          NONE,
          MONTH,
          WEEK);

  /// Three a second.
  static final Provider ACOUSTID =
      new Provider(
          "acoustid",
          "AcoustID",
          "https://api.acoustid.org/v2",
          Rate.of(2, SECOND),
          NEEDED,
          MONTH,
          WEEK);

  private Providers() {}

  /// The same provider and budget, at the place of this language.
  static Provider wikipedia(String language) {
    return new Provider(
        "wikipedia",
        "Wikipedia",
        "https://" + language + ".wikipedia.org",
        Rate.of(2, SECOND),
        NONE,
        MONTH,
        WEEK);
  }
}
