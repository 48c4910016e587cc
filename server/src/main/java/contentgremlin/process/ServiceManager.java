package contentgremlin.process;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/// Tells the service manager how we are, if one started us: sd_notify(3), whose datagrams the Java
/// runtime can't send.
public final class ServiceManager {
  private static final System.Logger LOG = System.getLogger(ServiceManager.class.getName());

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int PATH_MAX = 108; // unix(7), with the NUL at its end
  private static final int FAMILY_BYTES = 2;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SOCKET =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("socket"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT));
  private static final MethodHandle SENDTO =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("sendto"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("close"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private ServiceManager() {}

  /// @param state "READY=1", "MAINPID=123"; several with line feeds between them
  public static void tell(String state) {
    var socket = System.getenv("NOTIFY_SOCKET");
    if (socket == null || socket.isEmpty()) {
      return;
    }
    try {
      tell(socket, state);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the service manager could not be told: " + state, e);
    }
  }

  /// @param socket a path, or "@" and an abstract name
  static void tell(String socket, String state) throws IOException {
    var name = socket.getBytes(StandardCharsets.UTF_8);
    if (name.length >= PATH_MAX) {
      throw new IOException("the name of the socket is too long: " + socket);
    }
    try (var arena = Arena.ofConfined()) {
      var address = arena.allocate(FAMILY_BYTES + PATH_MAX, FAMILY_BYTES);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, FAMILY_BYTES, name.length);
      if (name[0] == '@') {
        address.set(ValueLayout.JAVA_BYTE, FAMILY_BYTES, (byte) 0);
      }
      var text = state.getBytes(StandardCharsets.UTF_8);
      var message = arena.allocate(text.length);
      MemorySegment.copy(text, 0, message, ValueLayout.JAVA_BYTE, 0, text.length);
      send(message, address, FAMILY_BYTES + name.length);
    }
  }

  private static void send(MemorySegment message, MemorySegment address, int addressBytes)
      throws IOException {
    try {
      int socket = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      if (socket < 0) {
        throw new IOException("no socket is to be had");
      }
      long sent =
          (long) SENDTO.invokeExact(socket, message, message.byteSize(), 0, address, addressBytes);
      var _ = (int) CLOSE.invokeExact(socket);
      if (sent < 0) {
        throw new IOException("nobody listens at the service manager's socket");
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the C library cannot be called", e);
    }
  }
}
