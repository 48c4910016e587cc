package contentgremlin.name;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Cleans the name of a film or episode, in the light of its folders. For one name.
final class Videos {
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

  /// "012 - Title", "Episode 12", "Ep. 12 - Title", "Show - 12 - Title", "12"
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?iu)(?:(.*?)\\s+-\\s+)?(?:episode|épisode|episodio|ep\\.?|e|folge|серия)?\\s*(\\d{1,4})(?!\\d)(?:v\\d)?(?:\\s*[-.]?\\s+(.*)|)");

  /// "Show S2", "Show 2nd Season", "Show Season 2"
  private static final Pattern SEASON_AT_END =
      Pattern.compile(
          "(?i)(.*\\S)[\\s-]+(?:s(\\d{1,2})|(\\d{1,2})(?:st|nd|rd|th) season|season (\\d{1,2}))");

  /// Names that stand for that of the folder.
  private static final Pattern NO_NAME =
      Pattern.compile("(?i)movie|film|video|main|feature|title[_ ]?t?\\d{1,3}");

  private static final Pattern CODE = Pattern.compile("[a-z0-9]+(?:-[a-z0-9.]+)?|[0-9a-f]{16,}");

  private final NameRules rules;
  private final List<String> folders;
  private final String stem;
  private final Told told;
  private final @Nullable SeasonFolder season;

  Videos(NameRules rules, List<String> folders, String stem, Told told) {
    this.rules = rules;
    this.folders = folders;
    this.stem = stem;
    this.told = told;
    this.season = folders.isEmpty() ? null : SeasonFolder.of(folders.getLast());
  }

  private record Show(String title, int year, @Nullable Release release) {
    static final Show NONE = new Show("", 0, null);

    /// A bare year behind a show's name is when it began.
    static Show ofFile(String head, int year) {
      if (year > 0) {
        return new Show(head, year, null);
      }
      int[] found = {0};
      var title = Years.taken(head, true, it -> found[0] = it);
      return new Show(title, found[0], null);
    }

    boolean isSaid() {
      return !title.isEmpty();
    }
  }

  CleanName clean() {
    if (!folders.isEmpty() && EXTRAS.contains(Words.folded(folders.getLast()))) {
      var extra = new Draft(CleanName.Kind.EXTRA);
      extra.title = Spelling.trimmed(Spelling.spaced(stem));
      return extra.clean();
    }
    var release = ReleaseReader.read(stem, rules);
    var found = episode(release);
    return found == null ? film(undated(release)) : found;
  }

  private @Nullable CleanName episode(Release release) {
    var mark = release.mark();
    if (mark != null && mark.date() == null) {
      return episode(release, mark, false);
    }
    if (mark != null && isShow(release)) {
      var dated = episode(release, mark, false);
      return dated == null ? inFolder(release) : dated;
    }
    var ofFolder = mark == null && isCode() ? ReleaseReader.read(folders.getLast(), rules) : null;
    if (ofFolder != null && ofFolder.mark() != null && ofFolder.mark().season() >= 0) {
      return episode(ofFolder, ofFolder.mark(), true);
    }
    return inFolder(release);
  }

  /// A number or a code, in a folder that has the release's name.
  private boolean isCode() {
    return !folders.isEmpty()
        && stem.length() > 5
        && season == null
        && told.show().isBlank()
        && CODE.matcher(stem).matches();
  }

  /// Without its mark: a film's name that has a date in it is left as it is.
  private Release undated(Release release) {
    if (release.mark() == null || release.mark().date() == null) {
      return release;
    }
    var title = Spelling.trimmed(Spelling.spaced(stem));
    return new Release(
        title, 0, null, "", 0, release.edition(), "", List.of(), release.ids(), false, title);
  }

  // Episodes

  /// People date their own films, too: something else must say that it is a show.
  private boolean isShow(Release release) {
    return season != null
        || !told.show().isBlank()
        || (!release.head().isEmpty()
            && (release.hasNotes()
                || (Spelling.isDotted(stem) && stem.indexOf(' ') < 0)
                || (!folders.isEmpty()
                    && Words.folded(aboveSeason().title()).equals(Words.folded(release.head())))));
  }

  private @Nullable CleanName episode(Release release, EpisodeMark mark, boolean isOfFolder) {
    var head = release.head();
    int part = mark.season();
    if (part < 0 && mark.date() == null) {
      var numbered = SEASON_AT_END.matcher(head);
      if (numbered.matches()) {
        head = Spelling.trimmed(numbered.group(1));
        part = seasonIn(numbered);
      }
    }
    var show = isOfFolder ? Show.ofFile(head, release.year()) : show(head, release.year());
    if (!show.isSaid()) {
      return null;
    }
    var draft = new Draft(CleanName.Kind.EPISODE);
    draft.took(release);
    describe(draft, show);
    draft.title = release.tail();
    draft.date = mark.date();
    if (mark.date() == null) {
      draft.season = part >= 0 ? part : seasonOfFolder();
      draft.episodes(mark.first(), mark.last());
    }
    return draft.clean();
  }

  private static int seasonIn(java.util.regex.Matcher found) {
    for (int group = 2; group <= 4; group++) {
      if (found.group(group) != null) {
        return Integer.parseInt(found.group(group));
      }
    }
    return CleanName.NOT_SAID;
  }

  private int seasonOfFolder() {
    return season == null ? told.season() : season.season();
  }

  private static void describe(Draft draft, Show show) {
    draft.show = show.title();
    draft.year = show.year();
    if (show.release() != null) {
      show.release().ids().forEach(draft.ids::putIfAbsent);
    }
  }

  /// Files of which their folder or tags say that they are episodes.
  private @Nullable CleanName inFolder(Release release) {
    var above = aboveSeason();
    boolean isShow = above.release() != null && above.release().ids().containsKey("tvdb");
    if (season == null && told.show().isBlank() && !isShow) {
      return null;
    }
    var show = show("", 0);
    if (!show.isSaid()) {
      return null;
    }
    var found = NUMBER.matcher(withoutShow(release.plain(), show.title()));
    int number = found.matches() ? Integer.parseInt(found.group(2)) : CleanName.NOT_SAID;
    var draft = new Draft(CleanName.Kind.EPISODE);
    draft.took(release);
    describe(draft, show);
    draft.season = seasonOfFolder();
    if (told.episode() > 0 && number != told.episode()) {
      draft.title = told.title().isBlank() ? stem : told.title();
      draft.episodes(told.episode(), told.episode());
      return draft.clean();
    }
    if (number < 0) {
      return null;
    }
    draft.title = found.group(3) == null ? "" : Spelling.trimmed(found.group(3));
    number = withinSeason(number);
    draft.episodes(number, number);
    return draft.clean();
  }

  /// "203" in the folder of season 2 is its third.
  private int withinSeason(int number) {
    boolean isJoined =
        season != null
            && season.season() > 0
            && number / 100 == season.season()
            && number % 100 > 0
            && number % 100 <= JOINED_MAX;
    return isJoined ? number % 100 : number;
  }

  /// Seasons whose episodes are numbered so are not longer.
  private static final int JOINED_MAX = 40;

  private static String withoutShow(String plain, String show) {
    if (!Words.folded(plain).startsWith(Words.folded(show) + " ")) {
      return plain;
    }
    if (!plain.regionMatches(true, 0, show, 0, show.length())) {
      return plain;
    }
    int at = show.length();
    while (at < plain.length() && " ._-".indexOf(plain.charAt(at)) >= 0) {
      at++;
    }
    return at == show.length() ? plain : plain.substring(at);
  }

  // The show

  /// @param head what the file's name says
  private Show show(String head, int year) {
    var above = aboveSeason();
    if (season != null && above.isSaid()) {
      return above;
    }
    if (!told.show().isBlank()) {
      var release = ReleaseReader.read(told.show(), NameRules.DEFAULT);
      return release.year() > 0
          ? new Show(release.head(), release.year(), null)
          : new Show(told.show().strip(), 0, null);
    }
    var named = Show.ofFile(head, year);
    boolean isFolder =
        !named.isSaid() || Words.folded(named.title()).equals(Words.folded(above.title()));
    if (!isFolder) {
      return named;
    }
    return !above.isSaid() || (above.year() == 0 && named.year() > 0) ? named : above;
  }

  /// The folder that may be named for the show.
  private Show aboveSeason() {
    if (folders.isEmpty()) {
      return Show.NONE;
    }
    if (season == null) {
      return ofFolder(folders.getLast());
    }
    return folders.size() > 1 ? ofFolder(folders.get(folders.size() - 2)) : ofFolder(season.show());
  }

  private Show ofFolder(String name) {
    if (name.isEmpty()) {
      return Show.NONE;
    }
    var release = ReleaseReader.read(name, rules);
    return new Show(release.head(), release.year(), release);
  }

  // Films

  private CleanName film(Release release) {
    var draft = new Draft(CleanName.Kind.FILM);
    draft.took(release);
    draft.title = release.head();
    draft.year = release.year();
    if (!folders.isEmpty()) {
      inFolder(draft);
    }
    if (PhotoDates.isByCamera(stem) && (draft.year == 0 || Pictures.title(stem).isEmpty())) {
      return recording(draft);
    }
    return draft.clean();
  }

  private void inFolder(Draft draft) {
    var folder = ReleaseReader.read(folders.getLast(), rules);
    boolean isSame =
        Words.folded(draft.title).startsWith(Words.folded(folder.head()))
            || NO_NAME.matcher(stem).matches()
            || (folder.hasNotes() && folder.mark() == null && isCode());
    if (draft.year == 0 && folder.year() > 0 && isSame) {
      draft.title = folder.head();
      draft.year = folder.year();
    }
    if (isSame || !folder.ids().isEmpty()) {
      folder.ids().forEach(draft.ids::putIfAbsent);
      draft.edition = draft.edition.isEmpty() ? folder.edition() : draft.edition;
      draft.group = draft.group.isEmpty() ? folder.group() : draft.group;
    }
  }

  private CleanName recording(Draft draft) {
    draft.kind = CleanName.Kind.RECORDING;
    draft.title = Pictures.title(stem);
    var time = PhotoDates.of(folders, stem);
    draft.date = time == null ? null : time.toLocalDate();
    draft.year = 0;
    draft.part = 0;
    draft.notes.clear();
    return draft.clean();
  }
}
