package contentgremlin.grab;

import contentgremlin.enrich.Grabber;
import java.util.List;

/// All grabbers that this program brings along.
public final class Grabbers {
  private Grabbers() {}

  public static List<Grabber> all() {
    return List.of(
        new Nfo(),
        new LyricsFiles(),
        new SubtitleFiles(),
        new ArtworkFiles(),
        new XmpFiles(),
        new Colours(),
        new Sound(),
        new SoundPrint(),
        new Places(),
        new AcoustId(),
        new MusicBrainz(),
        new Tmdb(),
        new TvMaze(),
        new TheTvdb(),
        new OpenLibrary(),
        new LrcLib(),
        new LastFm(),
        new Wikidata());
  }
}
