package contentgremlin.shelf;

import contentgremlin.library.Tags;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds an episode's place in a series; what is no episode is a film.
final class Episodes {
  private static final int TITLE_LENGTH_MAX = 500;

  /// What comes with a film or series, and is neither.
  private static final Set<String> EXTRAS =
      Set.of(
          "extras",
          "extra",
          "featurettes",
          "behind the scenes",
          "deleted scenes",
          "trailers",
          "trailer",
          "interviews",
          "shorts",
          "other",
          "samples",
          "sample",
          "bonus");

  /// "The.Daily.Show.2024.03.15.Guest.720p"
  private static final Pattern DATED =
      Pattern.compile("(.*?)(?<!\\d)((?:19|20)\\d{2})[-._ ](\\d{2})[-._ ](\\d{2})(?!\\d)(.*)");

  private static final Pattern BARE_YEAR = Pattern.compile("(.*\\S)[\\s-]+((?:19|20)\\d{2})");
  private static final Pattern BRACKETED_YEAR =
      Pattern.compile("(.*\\S)\\s*[\\[(]((?:19|20)\\d{2})[\\])]");

  private final FilePlace place;
  private final Tags tags;
  private final List<String> folders;
  private final @Nullable SeasonFolder season;

  private Episodes(FilePlace place, Tags tags) {
    this.place = place;
    this.tags = tags;
    this.folders = place.folders();
    this.season = folders.isEmpty() ? null : SeasonFolder.of(folders.getLast());
  }

  static Placing place(FilePlace place, Tags tags) {
    return new Episodes(place, tags).place();
  }

  /// A show and when it began: 0 if that is not told.
  private record Show(String title, int year) {
    static Show ofFolder(String name) {
      var plain = FilmName.trimmed(FilmName.NOTES.matcher(FilmName.spaced(name)).replaceFirst(""));
      return of(BRACKETED_YEAR, plain.replaceAll("\\s*[\\[{][^\\]}]*[\\]}]$", ""));
    }

    static Show ofFile(String name) {
      var bracketed = of(BRACKETED_YEAR, name);
      return bracketed.year > 0 ? bracketed : of(BARE_YEAR, name);
    }

    private static Show of(Pattern pattern, String name) {
      var found = pattern.matcher(name);
      return found.matches()
          ? new Show(FilmName.trimmed(found.group(1)), Integer.parseInt(found.group(2)))
          : new Show(FilmName.trimmed(name), 0);
    }
  }

  private Placing place() {
    if (!folders.isEmpty() && EXTRAS.contains(Words.folded(folders.getLast()))) {
      return new Placing(FilmName.trimmed(FilmName.spaced(place.stem())), 0, null);
    }
    var named = EpisodeName.of(place.stem());
    if (named != null) {
      return episode(named);
    }
    var dated = dated();
    if (dated != null) {
      return dated;
    }
    if (season != null || !tags.first(Tags.SHOW).isBlank()) {
      var show = show("");
      var inFolder = EpisodeName.inFolder(place.stem(), show.title);
      int tagged = tags.number(Tags.EPISODE);
      if (tagged > 0 && (inFolder == null || inFolder.number() != tagged)) {
        var title = tags.first(Tags.TITLE);
        return episode(
            new EpisodeName("", -1, tagged, tagged, title.isBlank() ? place.stem() : title));
      }
      if (inFolder != null) {
        return episode(inFolder);
      }
    }
    return film();
  }

  private Placing episode(EpisodeName name) {
    var show = show(name.show());
    if (show.title.isEmpty()) {
      return film();
    }
    int part = part(name);
    var title = title(name, show);
    var claim = Standing.Claim.of(Words.folded(show.title) + "|" + show.year);
    return new Placing(
        title,
        0,
        new Standing(
            Shelf.Kind.SERIES,
            claim,
            Math.min(part, Standing.NUMBER_MAX),
            Math.min(name.number(), Standing.NUMBER_MAX),
            Math.min(name.last(), Standing.NUMBER_MAX),
            Standing.Saying.of(Shelving.cut(show.title, TITLE_LENGTH_MAX), show.year)));
  }

  private int part(EpisodeName name) {
    if (name.season() >= 0) {
      return name.season();
    }
    if (season != null) {
      return season.season();
    }
    return tags.first(Tags.SEASON).isBlank() ? 1 : tags.number(Tags.SEASON);
  }

  private String title(EpisodeName name, Show show) {
    var tagged = tags.first(Tags.TITLE);
    if (!name.title().isEmpty()) {
      return Shelving.cut(name.title(), TITLE_LENGTH_MAX);
    }
    boolean isTagGood =
        !tagged.isBlank()
            && EpisodeName.of(tagged) == null
            && !FilmName.NOTES.matcher(tagged).find();
    return isTagGood
        ? Shelving.cut(tagged, TITLE_LENGTH_MAX)
        : Shelving.cut(show.title + " – Episode " + name.number(), TITLE_LENGTH_MAX);
  }

  /// @param inName what the file's name says
  private Show show(String inName) {
    var above = aboveSeason();
    if (season != null && !above.title.isEmpty()) {
      return above;
    }
    var tagged = tags.first(Tags.SHOW);
    if (!tagged.isBlank()) {
      return Show.of(BRACKETED_YEAR, tagged);
    }
    var named = Show.ofFile(inName);
    boolean isFolderTheShow =
        named.title.isEmpty() || Words.folded(named.title).equals(Words.folded(above.title));
    if (!isFolderTheShow) {
      return named;
    }
    return above.title.isEmpty() || (above.year == 0 && named.year > 0) ? named : above;
  }

  /// The folder that may be named for the show.
  private Show aboveSeason() {
    if (folders.isEmpty()) {
      return new Show("", 0);
    }
    if (season == null) {
      return Show.ofFolder(folders.getLast());
    }
    if (folders.size() > 1) {
      return Show.ofFolder(folders.get(folders.size() - 2));
    }
    return Show.ofFile(season.show());
  }

  /// Episodes that are told by their dates: only where something else says that it is a show, since
  /// people date their own films, too.
  private @Nullable Placing dated() {
    var found = DATED.matcher(place.stem());
    if (!found.matches()) {
      return null;
    }
    var before = FilmName.trimmed(FilmName.spaced(found.group(1)));
    boolean isShow =
        season != null
            || !tags.first(Tags.SHOW).isBlank()
            || (!before.isEmpty() && FilmName.NOTES.matcher(found.group(5)).find());
    int month = Integer.parseInt(found.group(3));
    int day = Integer.parseInt(found.group(4));
    if (!isShow || month < 1 || month > 12 || day < 1 || day > 31) {
      return null;
    }
    int year = Integer.parseInt(found.group(2));
    var title =
        FilmName.trimmed(
            FilmName.NOTES.matcher(" " + FilmName.spaced(found.group(5))).replaceFirst(""));
    var date = "%d-%02d-%02d".formatted(year, month, day);
    int number = month * 100 + day;
    return episode(
        new EpisodeName(before, year, number, number, title.isEmpty() ? date : date + " " + title));
  }

  private Placing film() {
    var named = FilmName.of(place.stem());
    var tagged = tags.first(Tags.TITLE);
    if (named.year() == 0 && !folders.isEmpty()) {
      var folder = FilmName.of(folders.getLast());
      boolean isSame =
          folder.year() > 0
              && (Words.folded(named.title()).startsWith(Words.folded(folder.title()))
                  || place.stem().matches("(?i)movie|film|video|main|feature"));
      named = isSame ? folder : named;
    }
    boolean isTagBetter =
        named.year() == 0 && !tagged.isBlank() && !FilmName.NOTES.matcher(tagged).find();
    return new Placing(
        Shelving.cut(isTagBetter ? tagged : named.title(), TITLE_LENGTH_MAX), named.year(), null);
  }
}
