package contentgremlin.engine.machine;

import contentgremlin.machine.Capacity;
import contentgremlin.machine.Machine.State;
import contentgremlin.machine.MachineProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Has machines that do what they are told, unless the test has them do otherwise. Notes each
/// change that is asked for.
public final class Hypervisor implements MachineProvider {
  private static final Capacity SMALL = new Capacity(2, 2_000_000_000L, 0);

  final Map<String, Found> machines = new TreeMap<>();
  final List<String> calls = new ArrayList<>();

  /// Guests that do not shut down when they are asked to.
  final List<String> deaf = new ArrayList<>();

  /// Machines that accept to be started, and stay off.
  final List<String> dead = new ArrayList<>();

  /// What each change fails with; null: it goes well.
  @Nullable String refusal;

  /// What a listing fails with.
  @Nullable String trouble;

  /// Runs after a change was carried out and before anybody hears of it.
  Runnable afterChange = () -> {};

  private @Nullable Runnable changed;

  public synchronized Hypervisor has(String key, String name, State state) {
    machines.put(key, new Found(key, name, state, SMALL));
    return this;
  }

  /// A listing fails with this from now on.
  public synchronized void fails(String why) {
    trouble = why;
  }

  synchronized State state(String key) {
    return Objects.requireNonNull(machines.get(key)).state();
  }

  synchronized void becomes(String key, State state) {
    machines.computeIfPresent(
        key, (_, found) -> new Found(key, found.name(), state, found.capacity()));
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /// Tells whoever watches.
  void tell() {
    Objects.requireNonNull(changed, "nobody watches").run();
  }

  @Override
  public String id() {
    return "hyper";
  }

  @Override
  public String name() {
    return "hypervisor of the test";
  }

  @Override
  public Presence presence() {
    return new Presence.Here();
  }

  @Override
  public synchronized Listing machines() throws IOException {
    if (trouble != null) {
      throw new IOException(trouble);
    }
    return Listing.complete(List.copyOf(machines.values()));
  }

  @Override
  public void change(String key, Change change) throws IOException {
    synchronized (this) {
      calls.add(change + " " + key);
      if (refusal != null) {
        throw new IOException(refusal);
      }
      switch (change) {
        case START -> {
          if (!dead.contains(key)) {
            becomes(key, State.RUNNING);
          }
        }
        case RESUME -> becomes(key, State.RUNNING);
        case STOP -> {
          if (!deaf.contains(key)) {
            becomes(key, State.OFF);
          }
        }
        case END -> becomes(key, State.OFF);
        case SUSPEND -> becomes(key, State.SUSPENDED);
      }
    }
    afterChange.run();
  }

  @Override
  public void watch(Runnable told) {
    changed = told;
  }
}
