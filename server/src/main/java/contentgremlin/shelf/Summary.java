package contentgremlin.shelf;

import contentgremlin.item.ItemId;
import contentgremlin.name.Words;
import contentgremlin.shelf.Standing.Saying;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a shelf is, by what its items say of it: the same whatever order they came in.
///
/// @param maker as shown
/// @param credits of the whole album, each once
public record Summary(
    String title,
    String maker,
    String sort,
    int year,
    @Nullable ItemId cover,
    Set<Credit> credits,
    List<String> genres) {

  /// Nobody looks through more; a box of a hundred discs has fewer.
  private static final int CREDITS_MAX = 300;

  private static final int GENRES_MAX = 12;
  private static final int MAKER_LENGTH_MAX = 300;

  /// An album is somebody's who is on this part of its songs, if nothing says whose it is.
  private static final int SHARE_OF_THREE = 2;

  /// @param item in the order in which they stand
  public record Said(ItemId item, Saying saying) {}

  /// @param said of at least one item
  public static Summary of(List<Said> said) {
    var sayings = said.stream().map(Said::saying).toList();
    var makers = makers(sayings);
    var title = most(sayings.stream().map(Saying::title), Words::folded, Words::better);
    return new Summary(
        title,
        Shelving.cut(String.join(", ", makers), MAKER_LENGTH_MAX),
        Words.sorted(title),
        year(sayings),
        said.getFirst().item(),
        credits(sayings, makers),
        genres(sayings));
  }

  private static List<String> makers(List<Saying> sayings) {
    var told =
        sayings.stream().map(it -> it.names(Role.MAKER)).filter(it -> !it.isEmpty()).toList();
    if (!told.isEmpty()) {
      return most(
          told.stream(),
          names -> Words.folded(String.join(" ", names)),
          (one, other) ->
              String.join("\n", one).compareTo(String.join("\n", other)) <= 0 ? one : other);
    }
    if (sayings.stream().anyMatch(Saying::isCompilation)) {
      return List.of(Shelf.VARIOUS);
    }
    var artists = sayings.stream().map(it -> it.names(Role.ARTIST)).toList();
    if (artists.stream().allMatch(List::isEmpty)) {
      return List.of();
    }
    return common(artists);
  }

  /// Whoever is on most of the songs; else it is a compilation.
  private static List<String> common(List<List<String>> artists) {
    var first =
        most(
            artists.stream().filter(it -> !it.isEmpty()).map(List::getFirst),
            Words::folded,
            Words::better);
    var folded = Words.folded(first);
    long on =
        artists.stream()
            .filter(names -> names.stream().map(Words::folded).anyMatch(folded::equals))
            .count();
    return on * 3 >= (long) artists.size() * SHARE_OF_THREE
        ? List.of(first)
        : List.of(Shelf.VARIOUS);
  }

  private static int year(List<Saying> sayings) {
    var years = sayings.stream().map(Saying::year).filter(year -> year > 0).toList();
    return years.isEmpty() ? 0 : most(years.stream(), Function.identity(), Math::max);
  }

  private static Set<Credit> credits(List<Saying> sayings, List<String> makers) {
    var credits = new LinkedHashSet<Credit>();
    var known = makers.stream().map(Words::folded).collect(Collectors.toSet());
    for (var maker : makers) {
      if (!Words.isVarious(maker)) {
        credits.add(new Credit(Role.MAKER, maker));
      }
    }
    sayings.stream()
        .map(Saying::credits)
        .flatMap(Collection::stream)
        .filter(it -> it.role() != Role.MAKER && !Words.isVarious(it.name()))
        .filter(it -> it.role() != Role.ARTIST || !known.contains(Words.folded(it.name())))
        .distinct()
        .limit(CREDITS_MAX)
        .forEach(credits::add);
    return credits;
  }

  private static List<String> genres(List<Saying> sayings) {
    Map<String, String> names = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (var saying : sayings) {
      for (var genre : saying.genres()) {
        names.merge(Words.folded(genre), genre, Words::better);
        counts.merge(Words.folded(genre), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(GENRES_MAX)
        .map(entry -> names.getOrDefault(entry.getKey(), entry.getKey()))
        .toList();
  }

  /// The one that is said most often; of several that are said equally often, the better one.
  ///
  /// @param same what counts as the same
  /// @param better chooses among those that are the same, and those that are said equally often;
  ///   gives one of its arguments, whatever order they come in
  private static <T, K> T most(Stream<T> all, Function<T, K> same, BinaryOperator<T> better) {
    Map<K, T> shown = new HashMap<>();
    Map<K, Integer> counts = new HashMap<>();
    all.forEach(one -> {
      shown.merge(same.apply(one), one, better);
      counts.merge(same.apply(one), 1, Integer::sum);
    });
    int highest = counts.values().stream().max(Comparator.naturalOrder()).orElseThrow();
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() == highest)
        .flatMap(entry -> Stream.ofNullable(shown.get(entry.getKey())))
        .reduce(better)
        .orElseThrow();
  }
}
