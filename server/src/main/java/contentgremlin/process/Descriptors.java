package contentgremlin.process;

import contentgremlin.job.ProcessIdentity;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes open files and sockets over from another process: pidfd_getfd(2) gives a descriptor of our
/// own for what theirs stands for. Both then share it, and neither minds the other's death.
///
/// The other process must be ours to trace: of the same user, and where Yama guards that (see
/// ptrace(2)), it must have allowed us by [#allow].
public final class Descriptors {
  private static final int STANDARD_INPUT = 0;
  private static final int STANDARD_OUTPUT = 1;
  private static final int STANDARD_ERROR = 2;

  // The same numbers on all architectures (syscalls(2)).
  private static final long PIDFD_OPEN = 434;
  private static final long PIDFD_GETFD = 438;

  private static final int PR_SET_PTRACER = 0x59616d61;

  /// Listening, in /proc/net/tcp.
  private static final String LISTEN = "0A";

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle SYSCALL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("syscall"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG),
          Linker.Option.firstVariadicArg(1),
          Linker.Option.captureCallState("errno"));

  private static final MethodHandle DUP2 =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("dup2"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
          Linker.Option.captureCallState("errno"));

  private static final MethodHandle CLOSE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("close"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private static final MethodHandle PRCTL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("prctl"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
          Linker.Option.firstVariadicArg(1));

  private Descriptors() {}

  /// Lets that process take descriptors of ours. Where nobody guards them, this changes nothing.
  public static void allow(ProcessIdentity process) {
    try {
      var _ = (int) PRCTL.invokeExact(PR_SET_PTRACER, process.pid());
    } catch (Throwable e) {
      throw new IllegalStateException("prctl(2) cannot be called", e);
    }
  }

  /// The socket on which that process listens at this port. Can be called once only in the life of
  /// this process: the runtime knows no other way to make a channel of a descriptor than to inherit
  /// it as standard input.
  public static ServerSocketChannel takeListener(ProcessIdentity process, int port)
      throws IOException {
    int theirs =
        listener(process.pid(), port)
            .orElseThrow(() ->
                new IOException(
                    "process %d does not listen at port %d".formatted(process.pid(), port)));
    take(process.pid(), theirs, STANDARD_INPUT);
    Channel channel = System.inheritedChannel();
    if (!(channel instanceof ServerSocketChannel listener)) {
      throw new IOException("what process %d gave is no listening socket".formatted(process.pid()));
    }
    return listener;
  }

  /// Where that process prints to: copies that outlive what it does with its own.
  public static Output outputOf(ProcessIdentity process) throws IOException {
    return new Output(copy(process.pid(), STANDARD_OUTPUT), copy(process.pid(), STANDARD_ERROR));
  }

  /// Descriptors of ours.
  public record Output(int out, int error) {
    /// From now on, what this process prints goes there.
    public void use() throws IOException {
      become(out, STANDARD_OUTPUT);
      become(error, STANDARD_ERROR);
      Descriptors.close(out);
      Descriptors.close(error);
    }
  }

  private static void take(long pid, int theirs, int ours) throws IOException {
    int copy = copy(pid, theirs);
    try {
      become(copy, ours);
    } finally {
      close(copy);
    }
  }

  private static int copy(long pid, int theirs) throws IOException {
    int process = call("pidfd_open", PIDFD_OPEN, pid, 0, 0);
    try {
      return call("pidfd_getfd", PIDFD_GETFD, process, theirs, 0);
    } finally {
      close(process);
    }
  }

  private static int call(String name, long number, long first, long second, long third)
      throws IOException {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      long result = (long) SYSCALL.invokeExact(state, number, first, second, third);
      if (result < 0) {
        throw failure(name, state);
      }
      return (int) result;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("syscall(2) cannot be called", e);
    }
  }

  private static void become(int descriptor, int number) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      int result = (int) DUP2.invokeExact(state, descriptor, number);
      if (result < 0) {
        throw failure("dup2", state);
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("dup2(2) cannot be called", e);
    }
  }

  private static IOException failure(String name, MemorySegment state) {
    int errno = (int) ERRNO.get(state, 0L);
    return new IOException(
        "%s failed with error %d%s"
            .formatted(
                name,
                errno,
                errno == 1 ? ": this process may not take files of the other one" : ""));
  }

  private static void close(int descriptor) {
    try {
      var _ = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("close(2) cannot be called", e);
    }
  }

  private static Optional<Integer> listener(long pid, int port) throws IOException {
    var process = Path.of("/proc", Long.toString(pid));
    var sockets = new ArrayList<>(listening(process.resolve("net/tcp"), port));
    sockets.addAll(listening(process.resolve("net/tcp6"), port));
    try (var descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (var descriptor : descriptors) {
        if (sockets.contains(target(descriptor))) {
          return Optional.of(Integer.valueOf(descriptor.getFileName().toString()));
        }
      }
    }
    return Optional.empty();
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException _) {
      return ""; // closed meanwhile
    }
  }

  /// As links to them read: "socket:[12345]".
  private static List<String> listening(Path table, int port) throws IOException {
    if (!Files.exists(table)) {
      return List.of(); // a kernel without IPv6
    }
    var hexPort = ":%04X".formatted(port);
    return Files.readAllLines(table).stream()
        .map(line -> line.strip().split(" +", -1))
        .filter(words -> words[1].endsWith(hexPort) && words[3].equals(LISTEN))
        .map(words -> "socket:[" + words[9] + "]")
        .toList();
  }
}
