package contentgremlin.install;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// In which order steps come: each after those that it needs, otherwise as they were given.
///
/// @param steps all that can be done, and those that can't
/// @param refused why a step can't be done at all, by its id: it waits for itself
/// @param doubles ids that more than one step has: only the first of them counts
public record Order(List<Step> steps, Map<String, String> refused, List<Step> doubles) {
  public Order {
    steps = List.copyOf(steps);
    refused = Map.copyOf(refused);
    doubles = List.copyOf(doubles);
  }

  public static Order of(List<Step> given) {
    var open = new LinkedHashMap<String, Step>();
    var doubles = new ArrayList<Step>();
    for (var step : given) {
      if (open.putIfAbsent(step.id(), step) != null) {
        doubles.add(step);
      }
    }
    var placed = new ArrayList<Step>();
    var refused = new HashMap<String, String>();
    while (!open.isEmpty()) {
      var next = open.values().stream().filter(step -> waitsFor(step, open).isEmpty()).findFirst();
      if (next.isPresent()) {
        placed.add(next.get());
        open.remove(next.get().id());
      } else {
        var circle = circle(open);
        var words = words(circle);
        for (var id : circle) {
          refused.put(id, words);
          placed.add(Objects.requireNonNull(open.remove(id)));
        }
      }
    }
    return new Order(placed, refused, doubles);
  }

  /// Those of the open steps that it needs.
  private static List<String> waitsFor(Step step, Map<String, Step> open) {
    return step.needs().stream()
        .filter(Need.OfStep.class::isInstance)
        .map(need -> ((Need.OfStep) need).step())
        .filter(open::containsKey)
        .toList();
  }

  /// Every open step waits for another, so whoever follows them comes round.
  private static List<String> circle(Map<String, Step> open) {
    var way = new LinkedHashSet<String>();
    var at = open.keySet().iterator().next();
    while (way.add(at)) {
      at = waitsFor(Objects.requireNonNull(open.get(at)), open).getFirst();
    }
    var first = at;
    return way.stream().dropWhile(step -> !step.equals(first)).toList();
  }

  private static String words(List<String> circle) {
    if (circle.size() == 1) {
      return "it needs itself, so it can never be done";
    }
    return circle.stream()
        .map(step -> "“%s” needs “%s”".formatted(step, next(circle, step)))
        .collect(Collectors.joining(", ", "", ": so none of them can ever be done"));
  }

  private static String next(List<String> circle, String step) {
    return circle.get((circle.indexOf(step) + 1) % circle.size());
  }
}
