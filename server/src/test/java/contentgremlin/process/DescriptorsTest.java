package contentgremlin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.job.ProcessIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one process takes from another; that the socket goes on listening is shown by upgrading the
/// packaged program.
class DescriptorsTest {
  @TempDir Path folder;

  @Test
  void a_process_that_does_not_listen_there_has_nothing_to_give() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      var other = new ProcessBuilder("sleep", "60").start();
      try {
        var identity = ProcFs.identity(ProcFs.stat(other.pid()).orElseThrow());
        assertThatThrownBy(() -> Descriptors.takeListener(identity, port))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("does not listen");
      } finally {
        other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void a_dead_process_is_named() {
    var dead = new ProcessIdentity("boot", Integer.MAX_VALUE, 1);

    assertThatThrownBy(() -> Descriptors.takeListener(dead, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void where_a_process_prints_is_known_if_it_is_a_file() throws Exception {
    var log = Files.createFile(folder.resolve("log"));
    var other = new ProcessBuilder("sleep", "60").redirectOutput(log.toFile()).start();
    try {
      var identity = ProcFs.identity(ProcFs.stat(other.pid()).orElseThrow());
      assertThat(Respawn.outputOf(identity)).isEqualTo(log.toRealPath());
    } finally {
      other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }
}
