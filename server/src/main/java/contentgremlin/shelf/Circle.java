package contentgremlin.shelf;

import contentgremlin.shelf.Standing.Claim;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Songs in one folder that name the same album's title: mostly they are on one album, even if only
/// some of them say whose it is. Which album each is on follows from all of them, whatever order
/// they come in.
///
/// @param pairs all that the songs say, each once
public record Circle(String name, Set<Pair> pairs) {
  /// What a song says to tell its album from others in the circle; each may be empty.
  public record Pair(String release, String maker) {}

  public Circle {
    pairs = Set.copyOf(pairs);
  }

  public Circle with(Collection<Claim> claims) {
    var all =
        Stream.concat(pairs.stream(), claims.stream().map(it -> new Pair(it.release(), it.maker())))
            .collect(Collectors.toSet());
    return new Circle(name, all);
  }

  /// What the album of a song is found by.
  public String mark(String release, String maker) {
    if (!release.isEmpty()) {
      return "release " + release;
    }
    var releases = others(pairs.stream().map(Pair::release));
    var makers = others(pairs.stream().map(Pair::maker));
    if (releases.size() == 1 && (makers.size() <= 1 || isMakerOf(maker))) {
      return "release " + releases.iterator().next();
    }
    if (!maker.isEmpty()) {
      return "maker " + maker + "\n" + name;
    }
    return releases.isEmpty() && makers.size() == 1
        ? "maker " + makers.iterator().next() + "\n" + name
        : "folder " + name;
  }

  private static Set<String> others(Stream<String> names) {
    return names.filter(it -> !it.isEmpty()).collect(Collectors.toSet());
  }

  /// Whether a song with a release says that it is theirs.
  private boolean isMakerOf(String maker) {
    return !maker.isEmpty()
        && pairs.stream().anyMatch(it -> !it.release().isEmpty() && it.maker().equals(maker));
  }
}
