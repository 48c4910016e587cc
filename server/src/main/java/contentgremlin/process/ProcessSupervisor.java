package contentgremlin.process;

import contentgremlin.job.Limits;
import contentgremlin.job.Observation;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Supervisor;
import contentgremlin.job.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Supervises tools on this machine. Thread-safe; keeps nothing that a later run of the server
/// would need.
public final class ProcessSupervisor implements Supervisor {
  /// What no file tells in time: between two looks at an adopted process.
  private static final Duration POLL = Duration.ofMillis(20);

  /// How long a wrapper may take from taking its folder to saying who it is.
  private static final Duration INTRODUCTION_MAX = Duration.ofSeconds(2);

  /// Walking the process table is not free; jobs share one look at it.
  private static final long TABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Programs programs;
  private final SpareShells shells = new SpareShells();

  /// Our own children, until they have ended: waiting for one is faster than looking at files.
  private final Map<ProcessIdentity, Process> children = new ConcurrentHashMap<>();

  private volatile Table table = new Table(Map.of(), System.nanoTime() - TABLE_NANOS);

  private record Table(Map<Long, ProcFs.Group> groups, long readNanos) {}

  public ProcessSupervisor(Programs programs) {
    this.programs = programs;
  }

  @Override
  public ProcessIdentity start(Path path, List<Tool> tools, Limits limits) throws IOException {
    var folder = new AttemptFolder(path.toAbsolutePath());
    Files.writeString(
        folder.file(AttemptFolder.COMMAND), Wrapper.script(folder, tools, limits, programs));
    var shell = shells.take();
    shell.send(folder.path());
    var leader = shell.identity();
    children.put(leader, shell.process());
    var _ = shell.process().onExit().thenRun(() -> children.remove(leader));
    return leader;
  }

  @Override
  public Optional<ProcessIdentity> started(Path path) throws IOException {
    var folder = new AttemptFolder(path);
    if (!Files.isDirectory(path) || folder.revoke()) {
      return Optional.empty();
    }
    long deadline = System.nanoTime() + INTRODUCTION_MAX.toNanos();
    while (System.nanoTime() < deadline) {
      var wrapper = folder.wrapper();
      if (wrapper.isPresent()) {
        return wrapper;
      }
      pause(POLL);
    }
    return unnamed(path);
  }

  /// It may have died before its first word, and so before its first tool. If its words were lost
  /// instead, it is found by what it left its tools.
  private static Optional<ProcessIdentity> unnamed(Path path) {
    var leader = AttemptGroup.leaders(path).findFirst().map(ProcFs::identity);
    if (leader.isEmpty()) {
      AttemptGroup.marked(path).forEach(stat -> Signals.sendToGroup(stat.group(), Signals.KILL));
    }
    return leader;
  }

  @Override
  public Observation observe(Path path, ProcessIdentity leader) throws IOException {
    var folder = new AttemptFolder(path);
    if (!leader.bootId().equals(ProcFs.bootId())) {
      // What was not forced to the disk before the machine went down can't be trusted.
      return new Observation.Gone();
    }
    var wrapper = ProcFs.find(leader);
    var status = folder.status(); // after the look at the wrapper, which writes it and then ends
    if (status.isPresent()) {
      return status.get();
    }
    return wrapper.isPresent() ? alive(folder, leader) : new Observation.Gone();
  }

  private Observation alive(AttemptFolder folder, ProcessIdentity leader) throws IOException {
    var tool = folder.tool();
    var working = tool.map(AttemptFolder.ToolProcess::process).flatMap(ProcFs::find);
    var progress = folder.progress();
    var group = group(leader);
    var transfer =
        group.pids().stream()
            .map(ProcFs::transfer)
            .reduce(ProcFs.Transfer.NONE, ProcFs.Transfer::plus);
    return new Observation.Alive(
        working.map(ProcFs::identity).orElse(leader),
        tool.map(AttemptFolder.ToolProcess::index).orElse(0),
        progress.media(),
        progress.speed(),
        folder.outputBytes(),
        group.ticks(),
        transfer.read(),
        transfer.written());
  }

  private ProcFs.Group group(ProcessIdentity leader) {
    var seen = table;
    if (System.nanoTime() - seen.readNanos() >= TABLE_NANOS) {
      seen = new Table(ProcFs.groups(), System.nanoTime());
      table = seen;
    }
    return seen.groups().getOrDefault(leader.pid(), ProcFs.Group.NONE);
  }

  @Override
  public void await(Path path, ProcessIdentity leader, Duration patience)
      throws InterruptedException {
    var child = children.get(leader);
    if (child != null) {
      var _ = child.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
      return;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    while (ProcFs.find(leader).isPresent()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      Thread.sleep(Duration.ofNanos(Math.min(left, POLL.toNanos())));
    }
  }

  @Override
  public boolean isGroupAlive(Path folder, ProcessIdentity leader) {
    return new AttemptGroup(folder, leader).isAlive();
  }

  @Override
  public void signal(Path folder, ProcessIdentity leader, boolean kill) {
    var group = new AttemptGroup(folder, leader);
    group.send(kill ? Signals.KILL : Signals.TERM);
    group.send(Signals.CONT);
  }

  @Override
  public String logTail(Path folder, int bytesMax) throws IOException {
    return new AttemptFolder(folder).tail(AttemptFolder.LOG, bytesMax);
  }

  @Override
  public ProcessIdentity self() {
    return ProcFs.identity(ProcFs.stat(ProcessHandle.current().pid()).orElseThrow());
  }

  @Override
  public boolean isAlive(ProcessIdentity process) {
    return ProcFs.find(process).isPresent();
  }

  @Override
  public void end(ProcessIdentity process, boolean kill) {
    if (isAlive(process)) {
      Signals.send(process.pid(), kill ? Signals.KILL : Signals.TERM);
      Signals.send(process.pid(), Signals.CONT);
    }
  }

  private static void pause(Duration duration) throws IOException {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a wrapper's first word", e);
    }
  }
}
