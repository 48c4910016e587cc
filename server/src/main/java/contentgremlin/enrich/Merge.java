package contentgremlin.enrich;

import contentgremlin.item.Metadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which of several statements counts: the one in the language that is wanted most, and of those
/// the one with the highest priority, the newest first. What a person wrote is before everything.
public final class Merge {
  private Merge() {}

  private static final Comparator<Metadata> FIRST =
      Comparator.comparingInt((Metadata one) -> -one.priority())
          .thenComparing(Metadata::at, Comparator.reverseOrder());

  private record Subject(String group, String key) {}

  /// All that counts, one per group and key; keys that have several values by one provider keep
  /// them all, in their order.
  ///
  /// @param languages the best first
  public static List<Metadata> of(List<Metadata> said, List<String> languages) {
    var bySubject = new LinkedHashMap<Subject, List<Metadata>>();
    for (var one : said) {
      bySubject
          .computeIfAbsent(new Subject(one.group(), one.key()), _ -> new ArrayList<>())
          .add(one);
    }
    var merged = new ArrayList<Metadata>();
    for (var all : bySubject.values()) {
      var best = best(all, languages);
      all.stream()
          .filter(one -> one.provider().equals(best.provider()))
          .filter(one -> one.language().equals(best.language()))
          .forEach(merged::add);
    }
    return merged;
  }

  /// The one that counts under this key.
  public static Optional<Metadata> best(
      List<Metadata> said, String group, String key, List<String> languages) {
    var all =
        said.stream().filter(one -> one.group().equals(group) && one.key().equals(key)).toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(best(all, languages));
  }

  /// What has no language may be in any: between that and what is in a wanted one, only priority
  /// decides.
  private static Metadata best(List<Metadata> all, List<String> languages) {
    var persons = all.stream().filter(one -> one.priority() >= Metadata.PRIORITY_PERSON).toList();
    var said = persons.isEmpty() ? all : persons;
    int first =
        said.stream()
            .mapToInt(one -> rank(one.language(), languages))
            .min()
            .orElse(languages.size());
    boolean isStrange = first == languages.size();
    return said.stream()
        .filter(one ->
            one.language().isEmpty() || (!isStrange && rank(one.language(), languages) == first))
        .min(FIRST)
        .or(() -> said.stream().min(FIRST))
        .orElseThrow();
  }

  /// Its place among the languages; those that nobody asked for, and none at all, come behind.
  private static int rank(String language, List<String> languages) {
    for (int i = 0; i < languages.size(); i++) {
      if (primary(language).equals(primary(languages.get(i)))) {
        return i;
      }
    }
    return languages.size();
  }

  private static String primary(String language) {
    return language.split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
  }
}
