package contentgremlin.grab;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a catalogue of films and shows is asked for: the film that an item is, or the show of which
/// it is an episode.
record Sought(Subject subject, boolean isShow) {
  /// What such catalogues say something of.
  static final Set<String> GROUPS =
      Set.of(
          Groups.TITLES,
          Groups.ENTITIES,
          Groups.CLASSIFICATION,
          Groups.TEMPORAL,
          Groups.IDENTIFIER,
          Groups.ORGANIZATIONAL,
          Groups.SPATIAL,
          Groups.MISCELLANEOUS);

  static Sought of(Subject subject) {
    return new Sought(subject, Told.isEpisode(subject));
  }

  /// Its number at this provider; the empty string if nobody has told.
  String number(String provider) {
    return matching(provider, "[0-9]{1,10}");
  }

  String imdb() {
    return matching("imdb", "tt[0-9]{5,10}");
  }

  private String matching(String provider, String form) {
    String id = isShow ? Told.showId(subject, provider) : Told.id(subject, provider);
    return id.matches(form) ? id : "";
  }

  /// When it came out, or began; 0 if that is not known.
  int year() {
    return isShow ? Told.showYear(subject) : Told.year(subject);
  }

  Traits.Kind kind() {
    return isShow ? Traits.Kind.SHOW : Traits.Kind.FILM;
  }

  interface Search {
    List<Candidate> by(Traits wanted) throws InterruptedException, UnansweredException;
  }

  /// One title after the other, until something sure is found.
  List<Candidate> search(Search search) throws InterruptedException, UnansweredException {
    var found = new ArrayList<Candidate>();
    for (var title : Told.titles(subject, isShow ? "show" : "title")) {
      found.addAll(search.by(Traits.of(title, year())));
      if (Candidates.isSure(found)) {
        break;
      }
    }
    return Candidates.sorted(found, year() > 0);
  }
}
