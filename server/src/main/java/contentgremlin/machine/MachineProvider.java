package contentgremlin.machine;

import java.util.List;

/// Knows machines besides the local one: a hypervisor, for instance. Only asked, and never to
/// change anything.
public interface MachineProvider {
  /// "libvirt": letters a to z, digits and -.
  String id();

  /// "libvirt on this machine"
  String name();

  /// Whether there is anything to ask.
  Presence presence();

  /// What it knows now.
  ///
  /// @throws Exception if it could not even begin to tell
  Listing machines() throws Exception;

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
