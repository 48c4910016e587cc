package contentgremlin.shelf;

import contentgremlin.library.Tags;
import contentgremlin.name.CleanName;
import contentgremlin.name.NameCleaner;
import contentgremlin.name.Words;
import java.time.LocalDate;

/// Finds an episode's place in a series; what is no episode is a film.
final class Episodes {
  private static final int TITLE_LENGTH_MAX = 500;

  /// The season of episodes whose names tell of none.
  private static final int ONLY_SEASON = 1;

  private final NameCleaner cleaner;
  private final FilePlace place;
  private final Tags tags;

  private Episodes(NameCleaner cleaner, FilePlace place, Tags tags) {
    this.cleaner = cleaner;
    this.place = place;
    this.tags = tags;
  }

  static Placing place(NameCleaner cleaner, CleanName name, FilePlace place, Tags tags) {
    var episodes = new Episodes(cleaner, place, tags);
    return switch (name.kind()) {
      case EPISODE -> episodes.episode(name);
      case FILM, RECORDING -> episodes.film(name);
      case EXTRA, SONG, PICTURE, DOCUMENT -> new Placing(name.title(), 0, null);
    };
  }

  private Placing episode(CleanName name) {
    var claim = Standing.Claim.of(Words.folded(name.show()) + "|" + name.year());
    var saying = Standing.Saying.of(Shelving.cut(name.show(), TITLE_LENGTH_MAX), name.year());
    var date = name.date();
    var standing =
        date == null
            ? new Standing(
                Shelf.Kind.SERIES,
                claim,
                Math.min(name.season() < 0 ? ONLY_SEASON : name.season(), Standing.NUMBER_MAX),
                Math.min(name.episode(), Standing.NUMBER_MAX),
                Math.min(name.lastEpisode(), Standing.NUMBER_MAX),
                saying)
            : dated(claim, date, saying);
    return new Placing(title(name), 0, standing);
  }

  private static Standing dated(Standing.Claim claim, LocalDate date, Standing.Saying saying) {
    int number = date.getMonthValue() * 100 + date.getDayOfMonth();
    return new Standing(Shelf.Kind.SERIES, claim, date.getYear(), number, number, saying);
  }

  private String title(CleanName name) {
    if (name.date() != null) {
      return Shelving.cut((name.date() + " " + name.title()).strip(), TITLE_LENGTH_MAX);
    }
    if (!name.title().isEmpty()) {
      return Shelving.cut(name.title(), TITLE_LENGTH_MAX);
    }
    var tagged = tags.first(Tags.TITLE);
    return tagged.isBlank() || cleaner.isRelease(tagged)
        ? Shelving.cut(name.show() + " – Episode " + name.episode(), TITLE_LENGTH_MAX)
        : Shelving.cut(tagged, TITLE_LENGTH_MAX);
  }

  private Placing film(CleanName name) {
    var tagged = tags.first(Tags.TITLE);
    boolean isTagBetter = name.year() == 0 && !tagged.isBlank() && !cleaner.isRelease(tagged);
    var title = name.title().isEmpty() ? place.stem() : name.title();
    return new Placing(
        Shelving.cut(isTagBetter ? tagged : title, TITLE_LENGTH_MAX), name.year(), null);
  }
}
