package contentgremlin.libvirt;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.libvirt.Connect;
import org.libvirt.Library;
import org.libvirt.LibvirtException;
import org.libvirt.jna.Libvirt.VirErrorCallback;

/// The connection to a hypervisor, opened when it is needed, and again when it got lost.
/// Thread-safe: many may use it at a time, and it is not closed under them.
final class Hypervisor {
  /// A daemon that is silent for so long is given up.
  private static final int KEEP_ALIVE_SECONDS = 5;

  private static final int KEEP_ALIVE_COUNT = 3;

  /// How often it is tried to have a connection that fits.
  private static final int TRIES_MAX = 3;

  private static final long AFTER_FAULT_MS = 1_000;

  /// What libvirt prints of each error would be said twice. Kept here since native code keeps it.
  private static final VirErrorCallback SILENT = (_, _) -> {};

  private final Runnable changed;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private Optional<Link> link = Optional.empty();

  /// @param isReadOnly it may be asked, and not changed
  private record Link(String address, Connect connect, boolean isReadOnly, AtomicBoolean isLost) {
    boolean fits(String wanted, boolean toChange) {
      return address.equals(wanted) && !isLost.get() && !(toChange && isReadOnly);
    }
  }

  /// What is done with a connection.
  @FunctionalInterface
  interface Use<T> {
    T of(Connect connect) throws LibvirtException;
  }

  private Hypervisor(Runnable changed) {
    this.changed = changed;
  }

  /// @param changed is run whenever something may have changed
  static Hypervisor begin(Runnable changed) throws LibvirtException {
    Connect.setErrorCallback(SILENT);
    Library.initEventLoop(); // before the first connection, or it has no events
    Thread.ofPlatform().name("libvirt-events").daemon().start(Hypervisor::loop);
    return new Hypervisor(changed);
  }

  private static void loop() {
    while (true) {
      try {
        Library.processEvent();
      } catch (LibvirtException e) {
        System.err.println("events of libvirt: " + Domains.words(e));
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(AFTER_FAULT_MS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody does that
    }
  }

  /// @param toChange whether asking is not enough
  <T> T with(String address, boolean toChange, Use<T> use) throws LibvirtException {
    for (int tries = 1; ; tries++) {
      lock.readLock().lock();
      try {
        var current = link;
        if (current.isPresent() && (tries > TRIES_MAX || current.get().fits(address, toChange))) {
          return use.of(current.get().connect());
        }
      } finally {
        lock.readLock().unlock();
      }
      connect(address, toChange);
    }
  }

  private void connect(String address, boolean toChange) throws LibvirtException {
    lock.writeLock().lock();
    try {
      if (link.isPresent() && link.get().fits(address, toChange)) {
        return;
      }
      close();
      link = Optional.of(open(address, toChange));
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void close() {
    var old = link;
    link = Optional.empty();
    try {
      if (old.isPresent()) {
        old.get().isLost().set(true);
        old.get().connect().close();
      }
    } catch (LibvirtException e) {
      System.err.println("closing a connection of libvirt: " + Domains.words(e));
    }
  }

  /// Who may not change anything may perhaps look.
  private Link open(String address, boolean toChange) throws LibvirtException {
    try {
      return watched(address, new Connect(address), false);
    } catch (LibvirtException e) {
      if (toChange) {
        throw e;
      }
      return readOnly(address, e);
    }
  }

  private Link readOnly(String address, LibvirtException first) throws LibvirtException {
    Connect connect;
    try {
      connect = new Connect(address, true);
    } catch (LibvirtException e) {
      first.addSuppressed(e);
      throw first;
    }
    return watched(address, connect, true);
  }

  private Link watched(String address, Connect connect, boolean isReadOnly)
      throws LibvirtException {
    var isLost = new AtomicBoolean();
    connect.addLifecycleListener((_, _) -> {
      changed.run();
      return 0;
    });
    try {
      connect.registerCloseListener((_, _) -> {
        isLost.set(true);
        changed.run();
      });
      connect.setKeepAlive(KEEP_ALIVE_SECONDS, KEEP_ALIVE_COUNT);
    } catch (LibvirtException _) {
      // some hypervisors are no daemons: they can neither get lost nor fall silent
    }
    return new Link(address, connect, isReadOnly, isLost);
  }
}
