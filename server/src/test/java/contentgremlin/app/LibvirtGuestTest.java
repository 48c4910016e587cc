package contentgremlin.app;

import static contentgremlin.app.ExtendedServer.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import contentgremlin.jar.BundledJars;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server, a libvirt daemon, and QEMU guests that run without KVM: one that is adopted, and
/// one that is not.
class LibvirtGuestTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String MINE = "aaaaaaaa-1111-4111-8111-111111111111";
  private static final String OTHER = "bbbbbbbb-1111-4111-8111-111111111111";

  /// Without signs it would be seen after half a minute.
  private static final Duration SIGN_MAX = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private LibvirtDaemon daemon;
  private ExtendedServer server;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(LibvirtDaemon.absence().isEmpty(), LibvirtDaemon.absence());
    daemon = new LibvirtDaemon(folder);
    daemon.define("mine", MINE, false);
    daemon.define("other", OTHER, true);
    daemon.start();
    server = new ExtendedServer(folder.resolve("home"));
    BundledJars.copy("libvirt", server.extensions());
    server.start();
    set("libvirt-uri", daemon.address());
    set("machine-stop-patience", "PT5M");
    until(() -> problem().isEmpty() && state(OTHER).equals("running") ? "known" : null);
    assertThat(send(MINE, "adopt")).isEqualTo(200);
  }

  @AfterEach
  void close() throws Exception {
    if (server != null) {
      server.close();
    }
    if (daemon != null) {
      daemon.end();
    }
  }

  private void set(String name, String value) throws Exception {
    var body = JSON.writeValueAsString(JSON.createObjectNode().put("value", value));
    var answer = server.send("PUT", "/api/v1/settings/" + name, body);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
  }

  /// What went wrong when libvirt was asked.
  private String problem() throws Exception {
    var answer = server.send("POST", "/api/v1/machines/import", "{}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    for (var provider : JSON.readTree(answer.body()).path("providers")) {
      if (provider.path("provider").asString().equals("libvirt")) {
        return provider.path("problem").asString();
      }
    }
    throw new AssertionError("nobody asked libvirt: " + answer.body());
  }

  private static String place(String uuid) {
    return "/api/v1/machines/libvirt:" + uuid;
  }

  private JsonNode machine(String uuid) throws Exception {
    return server.json(place(uuid));
  }

  private String state(String uuid) throws Exception {
    return machine(uuid).path("state").asString();
  }

  private int send(String uuid, String what) throws Exception {
    return server.send("POST", place(uuid) + "/" + what, "{}").statusCode();
  }

  private void change(String what, String state) throws Exception {
    assertThat(send(MINE, what)).as(what).isEqualTo(200);
    until(() -> state(MINE).equals(state) ? state : null);
  }

  @Test
  void a_guest_is_started_suspended_resumed_and_shut_down_and_another_is_left_alone()
      throws Exception {
    var other = daemon.guest("other");
    assertThat(other).hasSize(1);
    assertThat(machine(MINE).path("name").asString()).isEqualTo("mine");
    assertThat(state(MINE)).isEqualTo("off");
    assertThat(daemon.guest("mine")).isEmpty();

    change("start", "running");
    assertThat(daemon.guest("mine")).hasSize(1);
    change("suspend", "suspended");
    change("resume", "running");
    change("stop", "off");
    assertThat(daemon.guest("mine")).isEmpty();
    for (var what : new String[] {"start", "stop", "suspend", "resume"}) {
      assertThat(send(OTHER, what)).as(what).isEqualTo(409);
    }

    assertThat(state(OTHER)).isEqualTo("running");
    assertThat(daemon.guest("other")).isEqualTo(other);
  }

  @Test
  void what_happens_to_a_guest_is_seen_at_once() throws Exception {
    long begun = System.nanoTime();
    daemon.guest("other").getFirst().destroyForcibly();

    until(() -> state(OTHER).equals("off") ? "off" : null);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SIGN_MAX);
  }

  @Test
  void when_the_daemon_is_killed_what_is_known_stays_until_it_is_back() throws Exception {
    change("start", "running");

    daemon.kill();
    until(() -> problem().isEmpty() ? null : "told");
    assertThat(state(MINE)).isEqualTo("running");
    assertThat(state(OTHER)).isEqualTo("running");
    assertThat(server.state("libvirt")).isEqualTo("enabled");

    daemon.start();
    until(() -> problem().isEmpty() ? "asked again" : null);
    assertThat(state(MINE)).isEqualTo("running");
    assertThat(machine(MINE).path("adopted").asBoolean()).isTrue();
    change("stop", "off");
  }

  @Test
  void when_the_daemon_hangs_that_is_told_and_what_is_known_stays() throws Exception {
    daemon.signal("STOP");

    assertThat(problem()).isNotEmpty();
    assertThat(state(OTHER)).isEqualTo("running");
    assertThat(server.state("libvirt")).isEqualTo("enabled");

    daemon.signal("CONT");
    until(() -> problem().isEmpty() ? "asked again" : null);
  }
}
