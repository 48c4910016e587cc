package contentgremlin.grab;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What is in an NFO file: several documents one after the other, perhaps with addresses of pages
/// behind them. Nobody checks such files, so what can be read of them is.
///
/// @param rest what is outside of all documents
/// @param trouble with what could not be read; or the empty string
record NfoParts(List<Xml> roots, String rest, String trouble) {
  private static final int ROOTS_MAX = 50;
  private static final Pattern START =
      Pattern.compile("<(movie|tvshow|episodedetails|musicvideo|album|artist|season)(?=[\\s>])");

  /// People forget that "&" has to be written in another way.
  private static final Pattern BARE_AND =
      Pattern.compile("&(?!#[0-9]{1,7};|#x[0-9A-Fa-f]{1,6};|(?:amp|lt|gt|quot|apos);)");

  /// An identifier in the address of a page.
  ///
  /// @param isShow that of a show, whatever it stands beside
  record Id(String provider, String value, boolean isShow) {}

  private record Site(String provider, boolean isShow, Pattern pattern) {
    Site(String provider, boolean isShow, String pattern) {
      this(provider, isShow, Pattern.compile(pattern));
    }
  }

  private static final String UUID = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";

  private static final List<Site> SITES =
      List.of(
          new Site("imdb", false, "imdb\\.com/(?:[a-z-]{1,5}/)?title/(tt[0-9]{5,10})"),
          new Site("imdb", false, "\\A\\s*(tt[0-9]{5,10})\\s*\\z"),
          new Site("tmdb", false, "themoviedb\\.org/movie/([0-9]{1,10})"),
          new Site("tmdb", true, "themoviedb\\.org/tv/([0-9]{1,10})"),
          new Site("tvdb", true, "thetvdb\\.com/[^\\s]{0,80}[?&](?:seriesid|id)=([0-9]{1,10})"),
          new Site("tvdb", true, "thetvdb\\.com/dereferrer/series/([0-9]{1,10})"),
          new Site("tvmaze", true, "tvmaze\\.com/shows/([0-9]{1,10})"),
          new Site("musicbrainz_track", false, "musicbrainz\\.org/recording/" + UUID),
          new Site("musicbrainz_album", false, "musicbrainz\\.org/release/" + UUID),
          new Site("musicbrainz_release_group", false, "musicbrainz\\.org/release-group/" + UUID),
          new Site("musicbrainz_artist", false, "musicbrainz\\.org/artist/" + UUID),
          new Site("wikidata", false, "wikidata\\.org/wiki/(Q[0-9]{1,12})"));

  static NfoParts of(String text) {
    var roots = new ArrayList<Xml>();
    var rest = new StringBuilder();
    String trouble = "";
    var start = START.matcher(text);
    int at = 0;
    while (roots.size() < ROOTS_MAX && start.find(at)) {
      String closing = "</" + start.group(1) + ">";
      int close = text.indexOf(closing, start.end());
      int end = close < 0 ? text.length() : close + closing.length();
      rest.append(text, at, start.start());
      try {
        String part = text.substring(start.start(), end);
        roots.add(Xml.read(BARE_AND.matcher(part).replaceAll("&amp;")));
      } catch (Xml.Broken e) {
        trouble = e.getMessage() == null ? "it is no XML" : e.getMessage();
      }
      at = end;
    }
    return new NfoParts(List.copyOf(roots), rest.append(text.substring(at)).toString(), trouble);
  }

  static List<Id> ids(String text) {
    var ids = new ArrayList<Id>();
    for (var site : SITES) {
      var found = site.pattern.matcher(text);
      if (found.find()) {
        ids.add(new Id(site.provider, found.group(1), site.isShow));
      }
    }
    return ids;
  }
}
