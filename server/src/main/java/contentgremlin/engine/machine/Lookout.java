package contentgremlin.engine.machine;

import contentgremlin.machine.MachineId;
import contentgremlin.machine.MachineProvider;
import contentgremlin.machine.MachineProvider.Presence;
import contentgremlin.store.Database;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Asks providers what machines there are, and keeps the rows as they tell. Thread-safe.
final class Lookout {
  private static final System.Logger LOG = System.getLogger(Lookout.class.getName());

  /// Who could not be asked is asked again after a growing pause; where there is nothing to ask,
  /// after the longest.
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private static final Duration PAUSE_MAX = Duration.ofMinutes(5);
  private static final int DOUBLINGS_MAX = 10;

  private final Database database;
  private final MachineId host;
  private final Supplier<List<MachineProvider>> providers;
  private final Runnable changed;
  private final InstantSource time;

  /// Each provider's, for as long as it is at work.
  private final Map<MachineProvider, Memory> memories = new ConcurrentHashMap<>();

  /// What is remembered of a provider; whoever holds the lock asks it.
  private static final class Memory {
    private final ReentrantLock lock = new ReentrantLock();
    private boolean isWatched;
    private int failures;
    private volatile Instant notBefore = Instant.MIN;
    private volatile Instant seen = Instant.MIN;
    private volatile String problem = "";
  }

  /// @param changed runs when a provider tells that something may have changed
  Lookout(
      Database database,
      MachineId host,
      Supplier<List<MachineProvider>> providers,
      Runnable changed,
      InstantSource time) {
    this.database = database;
    this.host = host;
    this.providers = providers;
    this.changed = changed;
    this.time = time;
  }

  List<MachineProvider> providers() {
    var present = providers.get();
    memories.keySet().retainAll(present);
    return present;
  }

  Optional<MachineProvider> provider(String id) {
    return providers().stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /// When all its machines began to be looked at last; [Instant#MIN] if they were not.
  Instant seen(MachineProvider provider) {
    var memory = memories.get(provider);
    return memory == null ? Instant.MIN : memory.seen;
  }

  /// Why it could not be asked the last time; the empty string if it could.
  String problem(MachineProvider provider) {
    var memory = memories.get(provider);
    return memory == null ? "" : memory.problem;
  }

  /// Asks all, whatever went wrong before.
  List<Look> all() throws InterruptedException {
    var looks = new ArrayList<Look>();
    for (var provider : providers()) {
      looks.add(look(provider));
    }
    return looks;
  }

  /// Asks those that were well the last time, or whose pause is over.
  void due() throws InterruptedException {
    var now = time.instant();
    for (var provider : providers()) {
      var memory = memory(provider);
      if (!now.isBefore(memory.notBefore) && memory.lock.tryLock()) {
        try {
          var _ = looked(provider, memory);
        } finally {
          memory.lock.unlock();
        }
      }
    }
  }

  private Memory memory(MachineProvider provider) {
    return memories.computeIfAbsent(provider, _ -> new Memory());
  }

  Look look(MachineProvider provider) throws InterruptedException {
    var memory = memory(provider);
    memory.lock.lockInterruptibly();
    try {
      return looked(provider, memory);
    } finally {
      memory.lock.unlock();
    }
  }

  private Look looked(MachineProvider provider, Memory memory) throws InterruptedException {
    try {
      memory.notBefore = Instant.MIN;
      var look = ask(provider, memory);
      memory.failures = 0;
      memory.problem = look.problem();
      return look;
    } catch (IOException | IllegalStateException e) {
      var problem = String.valueOf(e.getMessage());
      if (!problem.equals(memory.problem)) {
        LOG.log(Level.WARNING, "{0} can''t be asked for machines: {1}", provider.id(), problem);
      }
      var pause = PAUSE.multipliedBy(1L << Math.min(memory.failures, DOUBLINGS_MAX));
      memory.failures++;
      memory.notBefore = time.instant().plus(pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX);
      memory.problem = problem;
      return new Look(provider.id(), provider.name(), 0, 0, false, "", problem);
    }
  }

  private Look ask(MachineProvider provider, Memory memory)
      throws IOException, InterruptedException {
    if (provider.presence() instanceof Presence.Absent(var why)) {
      memory.notBefore = time.instant().plus(PAUSE_MAX);
      return new Look(provider.id(), provider.name(), 0, 0, false, why, "");
    }
    if (!memory.isWatched) {
      provider.watch(changed); // before it is asked: nothing is missed in between
      memory.isWatched = true;
    }
    var begun = time.instant();
    var listing = provider.machines();
    var imported = new MachineImport(provider, host);
    boolean isNews = database.read(tables -> imported.differs(tables.machines(), listing));
    int count =
        isNews
            ? database.write(tables -> imported.into(tables.machines(), listing, time.instant()))
            : 0;
    if (listing.complete()) {
      memory.seen = begun;
    }
    return new Look(
        provider.id(),
        provider.name(),
        listing.found().size(),
        count,
        listing.complete(),
        "",
        listing.problem());
  }
}
