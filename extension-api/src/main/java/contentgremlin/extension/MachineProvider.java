package contentgremlin.extension;

import java.util.List;

/// Knows machines that may be borrowed: those of a hypervisor, for instance. They are shown as soon
/// as they are known; only those that an administrator adopted are ever changed.
///
/// An `IOException` of any of these says that nobody could be asked just now: it is asked again
/// later, and what was known stays. Another exception switches the extension off, as everywhere.
public interface MachineProvider {
  /// For ever: the extension's id, or begins with it and "-". It is part of the machines' names in
  /// the server.
  String id();

  /// "libvirt on this machine"
  String title();

  /// Why there is nothing to ask, in words: "no daemon runs here"; the empty string if there is. At
  /// most 10 seconds.
  String absence() throws Exception;

  /// All that it knows now. Changes nothing. At most 30 seconds.
  Listing machines() throws Exception;

  /// Has a machine changed. Called only for machines that are adopted. Returns when the request is
  /// accepted; what comes of it is seen in [#machines]. Asking for what is so already does nothing,
  /// since it may be asked again. At most 60 seconds.
  void change(String key, Change change) throws Exception;

  /// Called once, and again only if it failed. Runs `changed` whenever something may have changed,
  /// on any thread, as often as it likes: that is cheap. A provider that can't tell does nothing
  /// here; its machines are looked at every now and then all the same. At most 10 seconds.
  void watch(Runnable changed) throws Exception;

  /// What can be asked for.
  enum Change {
    START,
    /// Asks the guest to shut down.
    STOP,
    /// Takes its power.
    END,
    SUSPEND,
    RESUME
  }

  enum State {
    RUNNING,
    SUSPENDED,
    OFF
  }

  /// @param key what it is called there for as long as it exists, at most 100 characters: its UUID,
  ///   so that `gremlin worker` on it is known to be there
  /// @param name for people; may change, and need not be the only one
  /// @param processors 0 if not known
  /// @param memoryBytes 0 if not known
  record Found(String key, String name, State state, int processors, long memoryBytes) {}

  /// @param complete whether that is all there is: only then is what was not found gone
  /// @param problem why it is not complete; the empty string if it is
  record Listing(List<Found> found, boolean complete, String problem) {
    public Listing {
      found = List.copyOf(found);
    }
  }
}
