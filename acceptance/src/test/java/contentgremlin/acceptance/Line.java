package contentgremlin.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A network between two programs of this machine that can be cut: then nothing moves any more, and
/// nobody is told.
final class Line implements AutoCloseable {
  private static final int PAUSE_MS = 20;

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean isCut;

  /// @param server "http://127.0.0.1:8765"
  Line(String server) throws IOException {
    target = URI.create(server).getPort();
    listener = new ServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  void cut() {
    isCut = true;
  }

  /// What was under way meanwhile is lost; new connections go through.
  void mend() {
    isCut = false;
    open.forEach(Line::end);
  }

  private void accept() {
    try {
      while (true) {
        var near = listener.accept();
        Thread.ofVirtual().start(() -> connect(near));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void connect(Socket near) {
    try (near;
        var far = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(near);
      open.add(far);
      var back = Thread.ofVirtual().start(() -> hand(far, near));
      hand(near, far);
      back.join();
    } catch (IOException | InterruptedException _) {
      // then this connection is over
    } finally {
      open.remove(near);
    }
  }

  private void hand(Socket from, Socket to) {
    try {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      var buffer = new byte[1 << 14];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        while (isCut) {
          Thread.sleep(PAUSE_MS);
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException | InterruptedException _) {
      // told to both sides below
    } finally {
      end(from);
      end(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // it is over anyway
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    mend();
  }
}
