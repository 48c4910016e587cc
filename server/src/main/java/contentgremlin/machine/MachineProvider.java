package contentgremlin.machine;

import java.io.IOException;
import java.util.List;

/// Knows machines besides the local one: a hypervisor, for instance. Thread-safe.
public interface MachineProvider {
  /// "libvirt": letters a to z, digits and -.
  String id();

  /// "libvirt on this machine"
  String name();

  /// Whether there is anything to ask.
  ///
  /// @throws IOException if nobody could be asked just now
  /// @throws IllegalStateException if it is broken
  Presence presence() throws IOException, InterruptedException;

  /// What it knows now.
  ///
  /// @throws IOException if it could not even begin to tell
  /// @throws IllegalStateException if it is broken
  Listing machines() throws IOException, InterruptedException;

  /// Has a machine changed; returns when that is accepted. Asking for what is so already does
  /// nothing. MUST be called for adopted machines alone.
  ///
  /// @throws IOException if nobody could be asked just now, or it was refused
  /// @throws IllegalStateException if it is broken
  void change(String key, Change change) throws IOException, InterruptedException;

  /// Has `changed` run whenever something may have changed; it is cheap.
  ///
  /// @throws IOException if that is not possible just now
  /// @throws IllegalStateException if it is broken
  void watch(Runnable changed) throws IOException, InterruptedException;

  enum Change {
    START,
    /// Asks the guest to shut down.
    STOP,
    /// Takes its power.
    END,
    SUSPEND,
    RESUME
  }

  sealed interface Presence {
    record Here() implements Presence {}

    /// @param why in words: "no libvirt daemon runs here"
    record Absent(String why) implements Presence {}
  }

  /// @param key what the machine is called there for as long as it exists: its UUID
  record Found(String key, String name, Machine.State state, Capacity capacity) {}

  /// @param complete whether that is all there is: only then is what was not found gone
  /// @param problem why it is not complete; the empty string if it is
  record Listing(List<Found> found, boolean complete, String problem) {
    public Listing {
      found = List.copyOf(found);
    }

    public static Listing complete(List<Found> found) {
      return new Listing(found, true, "");
    }

    /// The connection was lost in the middle, for instance.
    public static Listing partial(List<Found> found, String problem) {
      return new Listing(found, false, problem);
    }
  }
}
