package contentgremlin.enrich;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Which stage of an item is next. The same for an item that was never looked at, one whose file
/// changed, one of which a stage failed, and one in whose middle the machine went down.
public final class Course {
  private Course() {}

  /// A grabber as it is set now.
  ///
  /// @param mark of it and the item's file
  public record Station(String stage, Wave wave, String mark) {}

  /// @param parse the mark of the parse stage
  /// @param stations of all grabbers that apply to the item
  /// @param wanted whether a file is to be downloaded for it now
  /// @return the stages to be done now, side by side; the empty list if all is done
  public static List<String> next(
      String parse,
      List<Station> stations,
      boolean wanted,
      Collection<Outcome> outcomes,
      Instant now) {
    var known = outcomes.stream().collect(toMap(Outcome::stage, Function.identity()));
    if (!holds(known, Stages.PARSE, parse, now)) {
      return List.of(Stages.PARSE);
    }
    for (var wave : Wave.values()) {
      var due =
          stations.stream()
              .filter(station -> station.wave() == wave)
              .filter(station -> !holds(known, station.stage(), station.mark(), now))
              .map(Station::stage)
              .toList();
      if (!due.isEmpty()) {
        return due;
      }
    }
    if (wanted) {
      return List.of(Stages.DOWNLOAD);
    }
    return hasEnded(known) ? List.of() : List.of(Stages.ENDING);
  }

  private static boolean holds(Map<String, Outcome> known, String stage, String mark, Instant now) {
    var last = known.get(stage);
    return last != null && last.holds(mark, now);
  }

  /// Whether nothing happened since all was done.
  private static boolean hasEnded(Map<String, Outcome> known) {
    var ending = known.get(Stages.ENDING);
    return ending != null
        && known.values().stream().noneMatch(other -> other.at().isAfter(ending.at()));
  }
}
