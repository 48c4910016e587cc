package contentgremlin.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A line between worker and server that can be cut: it hands on bytes, and ends connections when
/// it is told to.
final class CutLine implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong toServer = new AtomicLong();
  private final AtomicLong toWorker = new AtomicLong();
  private volatile boolean isCut;

  /// After so many bytes in one direction over one connection, that one breaks off; 0: never.
  private volatile long breaksAfter;

  CutLine(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void breakAfter(long bytes) {
    breaksAfter = bytes;
  }

  /// Ends all connections, and those that are made until [#mend].
  void cut() {
    isCut = true;
    open.forEach(CutLine::end);
  }

  void mend() {
    isCut = false;
  }

  long bytesToServer() {
    return toServer.get();
  }

  long bytesToWorker() {
    return toWorker.get();
  }

  private void accept() {
    try {
      while (true) {
        var worker = listener.accept();
        if (isCut) {
          end(worker);
        } else {
          Thread.ofVirtual().start(() -> connect(worker));
        }
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void connect(Socket worker) {
    try (worker;
        var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(worker);
      open.add(server);
      if (isCut) {
        // It may have been cut before these two were among those to be ended.
        end(worker);
        end(server);
      }
      var back = Thread.ofVirtual().start(() -> hand(server, worker, toWorker));
      hand(worker, server, toServer);
      back.join();
    } catch (IOException | InterruptedException _) {
      // then this connection is over
    } finally {
      open.remove(worker);
    }
  }

  private void hand(Socket from, Socket to, AtomicLong count) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      var buffer = new byte[1 << 14];
      long sum = 0;
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        out.write(buffer, 0, length);
        sum += length;
        count.addAndGet(length);
        if (breaksAfter > 0 && sum >= breaksAfter) {
          break;
        }
      }
    } catch (IOException _) {
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
    cut();
  }
}
