package contentgremlin.http.page;

import contentgremlin.engine.Shelves;
import contentgremlin.name.Words;
import contentgremlin.shelf.Member;
import contentgremlin.shelf.ShelfStore;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where an item stands: its album, series or month of pictures, and what is right beside it there.
///
/// @param kicker what sort of shelf it is, "Album"
/// @param shelf its title
/// @param address of the shelf's page
/// @param place on it, "Disc 1, track 5"; or the empty string
/// @param artists whose song it is
/// @param before what comes before it, or null
/// @param after what comes after it, or null
public record Neighbours(
    String kicker,
    String shelf,
    String address,
    String place,
    List<Name> artists,
    @Nullable Step before,
    @Nullable Step after) {

  /// @param address of their page, or null
  public record Name(String name, @Nullable String address) {}

  /// @param label "Track 4"
  public record Step(String address, String label, String title) {
    private static Step of(Member member, String label) {
      return new Step("/items/" + member.item().id().value(), label, Cards.title(member.item()));
    }
  }

  public boolean hasSteps() {
    return before != null || after != null;
  }

  /// Whose songs these are, in one line.
  public String artistLine() {
    return String.join(", ", artists.stream().map(Name::name).toList());
  }

  static Neighbours of(Shelves.Around around) {
    return switch (around.place().shelf().kind()) {
      case ALBUM -> onAlbum(around);
      case SERIES -> inSeries(around);
      case MONTH -> inMonth(around);
    };
  }

  private static Neighbours onAlbum(Shelves.Around around) {
    var place = around.place();
    var shelf = place.shelf();
    boolean hasDiscs = place.part() > 1 || isElsewhere(place, around.after());
    return new Neighbours(
        "Album",
        shelf.title(),
        "/albums/" + shelf.id(),
        place.number() == 0 && !hasDiscs ? "" : track(hasDiscs ? place.part() : 0, place.number()),
        names(around),
        song(around.before(), place),
        song(around.after(), place));
  }

  private static boolean isElsewhere(ShelfStore.Place place, @Nullable Member member) {
    return member != null && member.part() != place.part();
  }

  private static @Nullable Step song(@Nullable Member member, ShelfStore.Place from) {
    return member == null
        ? null
        : Step.of(member, track(isElsewhere(from, member) ? member.part() : 0, member.number()));
  }

  /// @param disc 0 if it need not be told
  private static String track(int disc, long number) {
    if (number == 0) {
      return disc == 0 ? "Song" : "Disc " + disc;
    }
    return disc == 0 ? "Track " + number : "Disc " + disc + ", track " + number;
  }

  /// Those who are on the song, with the pages of those who have one.
  private static List<Name> names(Shelves.Around around) {
    var known = new HashMap<String, String>();
    around
        .artists()
        .forEach(it -> known.putIfAbsent(Words.folded(it.name()), "/artists/" + it.artist()));
    return around.place().artists().stream()
        .map(name -> new Name(name, known.get(Words.folded(name))))
        .toList();
  }

  private static Neighbours inSeries(Shelves.Around around) {
    var place = around.place();
    var shelf = place.shelf();
    var season = EpisodeWords.season(place.part());
    var episode = EpisodeWords.episode(place.part(), place.number(), place.last());
    return new Neighbours(
        "Series",
        shelf.title(),
        "/series/" + shelf.id() + "?season=" + place.part(),
        place.part() == 0 && !episode.isEmpty() ? episode : joined(season, episode),
        List.of(),
        episode(around.before(), place),
        episode(around.after(), place));
  }

  private static @Nullable Step episode(@Nullable Member member, ShelfStore.Place from) {
    if (member == null) {
      return null;
    }
    var episode = EpisodeWords.episode(member.part(), member.number(), member.last());
    return Step.of(
        member,
        isElsewhere(from, member)
            ? joined(EpisodeWords.season(member.part()), episode)
            : episode.isEmpty() ? "Episode" : episode);
  }

  private static String joined(String one, String other) {
    return other.isEmpty() ? one : one + ", " + Texts.small(other);
  }

  private static Neighbours inMonth(Shelves.Around around) {
    var shelf = around.place().shelf();
    return new Neighbours(
        "Photos",
        Months.name(shelf.title()),
        "/photos/" + shelf.title(),
        "",
        List.of(),
        around.before() == null ? null : Step.of(around.before(), "Later"),
        around.after() == null ? null : Step.of(around.after(), "Earlier"));
  }
}
