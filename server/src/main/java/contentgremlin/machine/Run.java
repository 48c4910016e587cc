package contentgremlin.machine;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A machine ran because work waited. While such a run goes on, the machine is ours to stop.
///
/// @param heard when a worker on it first asked for work; null if none did yet
/// @param active when a worker on it was last seen at work; the beginning before that
/// @param ended null while it goes on
public record Run(
    MachineId machine,
    Instant began,
    @Nullable Instant heard,
    Instant active,
    @Nullable Instant ended) {
  public static Run beginning(MachineId machine, Instant now) {
    return new Run(machine, now, null, now, null);
  }

  public boolean isOpen() {
    return ended == null;
  }

  public Run heard(Instant at) {
    return new Run(machine, began, heard == null ? at : heard, active, ended);
  }

  public Run active(Instant at) {
    return new Run(machine, began, heard == null ? at : heard, at, ended);
  }

  public Run ended(Instant at) {
    return new Run(machine, began, heard, active, at);
  }

  /// How much of it lies between two moments.
  Duration within(Instant from, Instant to) {
    var first = began.isAfter(from) ? began : from;
    var last = ended != null && ended.isBefore(to) ? ended : to;
    return first.isBefore(last) ? Duration.between(first, last) : Duration.ZERO;
  }
}
