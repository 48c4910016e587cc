package contentgremlin.http.server;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// A connector whose connections are watched and can send files.
final class FileConnector extends ServerConnector {
  private final Connections connections;

  FileConnector(
      Server server, int selectors, Connections connections, ConnectionFactory... factories) {
    super(server, 1, selectors, factories);
    this.connections = connections;
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    var connection = new WatchedEndPoint(channel, selector, key, getScheduler(), connections);
    connection.setIdleTimeout(getIdleTimeout());
    return connection;
  }
}
