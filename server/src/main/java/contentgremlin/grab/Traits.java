package contentgremlin.grab;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Subject;

/// What tells one thing from another. What is not known is empty or 0.
///
/// @param people who made it: artist, author
/// @param tracks of the album it is on
record Traits(String title, String people, String album, double seconds, int year, int tracks) {
  /// What counts how much depends on what it is.
  enum Kind {
    SONG(0.35, 0.3, 0.1, 0.25, 0.05, 0.05, 2, 15),
    /// Runtimes are in minutes, and of some other cut.
    FILM(0.7, 0.2, 0, 0.1, 0.3, 0, 300, 1_500),
    SHOW(0.8, 0, 0, 0, 0.2, 0, 0, 0),
    BOOK(0.6, 0.4, 0, 0, 0.1, 0, 0, 0);

    private final double title;
    private final double people;
    private final double album;
    private final double length;
    private final double year;
    private final double tracks;
    private final double sameSeconds;
    private final double otherSeconds;

    Kind(
        double title,
        double people,
        double album,
        double length,
        double year,
        double tracks,
        double sameSeconds,
        double otherSeconds) {
      this.title = title;
      this.people = people;
      this.album = album;
      this.length = length;
      this.year = year;
      this.tracks = tracks;
      this.sameSeconds = sameSeconds;
      this.otherSeconds = otherSeconds;
    }

    /// A song's or a book's title alone proves nothing: there are hundreds of the same.
    private boolean needsPeople() {
      return this == SONG || this == BOOK;
    }
  }

  /// Just not enough to be taken for it.
  static final double UNSURE = Candidate.SURE - 0.01;

  static Traits of(String title, int year) {
    return new Traits(title, "", "", 0, year, 0);
  }

  static Traits song(Subject subject) {
    return new Traits(
        Told.title(subject),
        Told.artist(subject),
        subject.value(Groups.TITLES, "album"),
        Told.seconds(subject),
        Told.year(subject),
        subject.tracks());
  }

  /// From 0 to 1, of what is known of both.
  double likeness(Traits other, Kind kind) {
    var sum = new Sum();
    sum.add(kind.title, Likeness.titles(title, other.title));
    boolean hasPeople = !people.isEmpty() && !other.people.isEmpty();
    if (hasPeople) {
      sum.add(kind.people, Likeness.people(people, other.people));
    }
    if (!album.isEmpty() && !other.album.isEmpty()) {
      sum.add(kind.album, Likeness.titles(album, other.album));
    }
    if (seconds > 0 && other.seconds > 0) {
      sum.add(kind.length, lengths(other, kind));
    }
    if (year > 0 && other.year > 0) {
      sum.add(kind.year, years(year - other.year));
    }
    if (tracks > 0 && other.tracks > 0) {
      sum.add(kind.tracks, tracks == other.tracks ? 1 : 0);
    }
    double all = sum.value();
    return kind.needsPeople() && !hasPeople ? Math.min(all, UNSURE) : all;
  }

  private double lengths(Traits other, Kind kind) {
    double apart = Math.abs(seconds - other.seconds);
    double beyond = (apart - kind.sameSeconds) / (kind.otherSeconds - kind.sameSeconds);
    return Math.clamp(1 - beyond, 0, 1);
  }

  /// Catalogues and tags often differ by one: shown first here, released there.
  private static double years(int apart) {
    return switch (Math.abs(apart)) {
      case 0 -> 1;
      case 1 -> 0.8;
      case 2 -> 0.3;
      default -> 0;
    };
  }

  private static final class Sum {
    private double weights;
    private double all;

    void add(double weight, double likeness) {
      if (weight > 0) {
        weights += weight;
        all += weight * likeness;
      }
    }

    double value() {
      return weights > 0 ? all / weights : 0;
    }
  }
}
