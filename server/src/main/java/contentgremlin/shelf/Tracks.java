package contentgremlin.shelf;

import contentgremlin.library.Tags;
import contentgremlin.name.AlbumFolder;
import contentgremlin.name.CleanName;
import contentgremlin.name.DiscName;
import contentgremlin.name.NameCleaner;
import contentgremlin.name.Told;
import contentgremlin.name.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds a song's place on an album: by its tags, else by the names of its file and folders.
final class Tracks {
  private static final String SINGLES = "Singles";
  private static final int GENRES_MAX = 12;
  private static final int TITLE_LENGTH_MAX = 500;

  private static final Pattern YEAR = Pattern.compile("(?<!\\d)((?:1[5-9]|20)\\d{2})(?!\\d)");
  private static final Pattern SIDE = Pattern.compile("([A-H])(\\d{1,2})");
  private static final Pattern GENRE_NUMBER = Pattern.compile("\\(?\\d{1,3}\\)?");

  private static final Map<String, Role> ROLES =
      Map.of(
          Tags.COMPOSER,
          Role.COMPOSER,
          "conductor",
          Role.CONDUCTOR,
          "performer",
          Role.PERFORMER,
          "remixer",
          Role.REMIXER,
          "mixartist",
          Role.REMIXER,
          "lyricist",
          Role.LYRICIST);

  private static final List<String> ROLE_TAGS = ROLES.keySet().stream().sorted().toList();

  private final Tags tags;
  private final FilePlace place;

  /// What the file's name says; its folders are told by `above`.
  private final CleanName name;

  /// Names the folder of all discs, wherever it is moved.
  private final String folder;

  private final AlbumFolder above;

  private Tracks(NameCleaner cleaner, FilePlace place, Tags tags) {
    this.tags = tags;
    this.place = place;
    this.above = AlbumFolder.of(place.folders());
    this.folder = folder(place, above.disc());
    this.name = cleaner.song(List.of(), place.stem(), told());
  }

  private Told told() {
    return new Told("", "", CleanName.NOT_SAID, 0, firstArtistTag());
  }

  private static String folder(FilePlace place, DiscName last) {
    if (last.disc() == 0) {
      return String.valueOf(place.folder());
    }
    return last.album().isEmpty()
        ? String.valueOf(place.above())
        : place.above() + "/" + Words.folded(last.album());
  }

  static Placing place(NameCleaner cleaner, FilePlace place, Tags tags) {
    return new Tracks(cleaner, place, tags).place();
  }

  private String firstArtistTag() {
    var artist = tags.first(Tags.ARTIST);
    return Artists.isUnknown(artist) ? "" : artist;
  }

  private Placing place() {
    var album = album();
    var makers = makers();
    var artists = artists();
    var credits = new ArrayList<Credit>();
    makers.forEach(it -> credits.add(new Credit(Role.MAKER, it)));
    artists.forEach(it -> credits.add(new Credit(Role.ARTIST, it)));
    for (var tag : ROLE_TAGS) {
      var role = ROLES.getOrDefault(tag, Role.PERFORMER);
      Artists.of(tags.all(tag)).forEach(it -> credits.add(new Credit(role, it)));
    }
    var title = cut(album.title());
    var claim =
        new Standing.Claim(
            circle(title, artists),
            tags.first(Tags.MUSICBRAINZ_ALBUM).toLowerCase(java.util.Locale.ROOT),
            makers.isEmpty() ? "" : Words.folded(String.join(" ", makers)));
    var saying = new Standing.Saying(title, credits, genres(), year(), tags.isCompilation());
    int disc = disc(album);
    int number = number();
    return new Placing(
        cut(title()), 0, new Standing(Shelf.Kind.ALBUM, claim, disc, number, number, saying));
  }

  /// @param disc 0 if neither tag nor folder says
  private record Album(String title, int disc) {}

  private Album album() {
    var tagged = cut(tags.first(Tags.ALBUM));
    if (!tagged.isBlank()) {
      var found = DiscName.ofTitle(tagged);
      return new Album(found.album().isBlank() ? tagged : found.album(), found.disc());
    }
    var folderName = above.folder();
    if (folderName == null || isArtistFolder(folderName)) {
      return new Album(SINGLES, 0);
    }
    return new Album(above.title().isEmpty() ? folderName : above.title(), 0);
  }

  /// A song that lies beside an artist's albums.
  private boolean isArtistFolder(String folderName) {
    var artist = firstArtistTag();
    return !artist.isEmpty() && Words.folded(artist).equals(Words.folded(folderName));
  }

  /// Those songs may be on one album: with the same title, in the same folder. Singles are told
  /// apart by their artists, since their folder says nothing.
  private String circle(String title, List<String> artists) {
    var start = folder + "\n" + Words.folded(title);
    return title.equals(SINGLES) && tags.first(Tags.ALBUM).isBlank() && !artists.isEmpty()
        ? start + "\n" + Words.folded(artists.getFirst())
        : start;
  }

  private List<String> makers() {
    var tagged = Artists.of(tags.all(Tags.ALBUM_ARTIST));
    if (tagged.stream().anyMatch(Words::isVarious)) {
      return List.of(Shelf.VARIOUS);
    }
    if (!tagged.isEmpty() && !Artists.isUnknown(tagged.getFirst())) {
      return tagged;
    }
    boolean isVarious =
        tags.isCompilation() || (tags.all(Tags.ALBUM).isEmpty() && above.isVarious());
    return isVarious ? List.of(Shelf.VARIOUS) : List.of();
  }

  private List<String> artists() {
    var tagged = Artists.of(tags.all(Tags.ARTIST));
    if (!tagged.isEmpty() && !Artists.isUnknown(tagged.getFirst())) {
      return tagged;
    }
    if (!name.artist().isEmpty()) {
      return Artists.of(List.of(name.artist()));
    }
    var makers = Artists.of(tags.all(Tags.ALBUM_ARTIST));
    if (!makers.isEmpty()) {
      return makers.stream().anyMatch(Words::isVarious) ? List.of() : makers;
    }
    return above.artist().isEmpty() || above.isVarious() ? List.of() : List.of(above.artist());
  }

  private String title() {
    var tagged = tags.first(Tags.TITLE);
    if (!tagged.isBlank()) {
      return tagged;
    }
    if (!name.title().isEmpty()) {
      return name.title();
    }
    return name.disc() > 0 ? "Track " + name.track() : Shelving.capital(place.stem());
  }

  private static String cut(String text) {
    return Shelving.cut(text, TITLE_LENGTH_MAX);
  }

  private int disc(Album album) {
    var side = side();
    for (int disc :
        new int[] {
          tags.number(Tags.DISC),
          album.disc(),
          above.disc().disc(),
          side == null ? 0 : side.group(1).charAt(0) - 'A' + 1,
          name.disc()
        }) {
      if (disc > 0) {
        return Math.min(disc, Standing.NUMBER_MAX);
      }
    }
    return 1;
  }

  private int number() {
    int tagged = tags.number(Tags.TRACK);
    if (tagged == 0) {
      var side = side();
      tagged = side == null ? name.track() : Integer.parseInt(side.group(2));
    }
    return Math.min(tagged, Standing.NUMBER_MAX);
  }

  /// "A1", as tracks of records are numbered.
  private @Nullable Matcher side() {
    var side = SIDE.matcher(tags.first(Tags.TRACK));
    return side.matches() ? side : null;
  }

  private List<String> genres() {
    var genres = new ArrayList<String>();
    for (var tag : tags.all(Tags.GENRE)) {
      for (var part : cut(tag).split("\\s*[;|\\x00]\\s*|\\s+/\\s+", -1)) {
        var genre = Shelving.cut(part.strip(), 100);
        boolean isOne = !genre.isEmpty() && !GENRE_NUMBER.matcher(genre).matches();
        if (isOne && genres.size() < GENRES_MAX && !genres.contains(genre)) {
          genres.add(genre);
        }
      }
    }
    return genres;
  }

  private int year() {
    for (var tag : List.of(Tags.ORIGINAL_DATE, Tags.DATE)) {
      var found = YEAR.matcher(tags.first(tag));
      if (found.find()) {
        return Integer.parseInt(found.group(1));
      }
    }
    return above.year();
  }
}
