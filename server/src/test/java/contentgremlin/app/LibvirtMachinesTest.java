package contentgremlin.app;

import static contentgremlin.app.ExtendedServer.until;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import contentgremlin.jar.BundledJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The bundled extension for libvirt in a whole server, with libvirt's own library and the
/// hypervisor that it has for tests: domains are lines of a file.
class LibvirtMachinesTest {
  private static final String PLACE = "/api/v1/machines";
  private static final JsonMapper JSON = new JsonMapper();

  /// As libvirt numbers states.
  private static final int RUNNING = 1;

  private static final int PAUSED = 3;
  private static final int OFF = 5;
  private static final int CRASHED = 6;
  private static final int ASLEEP = 7;

  @TempDir private Path folder;
  private ExtendedServer server;
  private int files;

  @BeforeAll
  static void there_is_libvirt() {
    assumeTrue(
        Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib")
            .anyMatch(place -> Files.exists(Path.of(place, "libvirt.so.0"))),
        "there is no libvirt (apt install libvirt0)");
  }

  @BeforeEach
  void open() throws Exception {
    server = new ExtendedServer(folder.resolve("home"));
    BundledJars.copy("libvirt", server.extensions());
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  /// @param more elements of it
  private record Domain(int number, String name, int state, String more) {
    Domain(int number, String name, int state) {
      this(number, name, state, "");
    }

    String uuid() {
      return "%08d-1111-4111-8111-111111111111".formatted(number);
    }

    String text() {
      return """
      <domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
        <name>%s</name><uuid>%s</uuid><memory unit='KiB'>262144</memory><vcpu>2</vcpu>
        <os><type>hvm</type></os><test:runstate>%d</test:runstate>%s
      </domain>
      """
          .formatted(
              name.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "&#10;"),
              uuid(),
              state,
              more);
    }
  }

  /// From now on these are all there are.
  private void hypervisor(Domain... domains) throws Exception {
    files++;
    var file = folder.resolve("node-" + files + ".xml");
    var text = Stream.of(domains).map(Domain::text).collect(joining("\n", "<node>", "</node>"));
    Files.writeString(file, text);
    address("test://" + file);
  }

  private void address(String value) throws Exception {
    var answer =
        server.send(
            "PUT",
            "/api/v1/settings/libvirt-uri",
            JSON.writeValueAsString(JSON.createObjectNode().put("value", value)));
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
  }

  /// What came of asking libvirt.
  private JsonNode look() throws Exception {
    var answer = server.send("POST", PLACE + "/import", "{}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    for (var provider : JSON.readTree(answer.body()).path("providers")) {
      if (provider.path("provider").asString().equals("libvirt")) {
        return provider;
      }
    }
    throw new AssertionError("nobody asked libvirt: " + answer.body());
  }

  private void imported() throws Exception {
    var look = look();
    assertThat(look.path("problem").asString()).isEmpty();
    assertThat(look.path("absence").asString()).isEmpty();
    assertThat(look.path("complete").asBoolean()).isTrue();
  }

  /// All that came from libvirt, by their ids.
  private Map<String, JsonNode> machines() throws Exception {
    var all = new TreeMap<String, JsonNode>();
    var next = "";
    do {
      var page = server.json(PLACE + (next.isEmpty() ? "" : "?after=" + next));
      all.putAll(
          StreamSupport.stream(page.path("machines").spliterator(), false)
              .filter(machine -> machine.path("provider").asString().equals("libvirt"))
              .collect(toMap(machine -> machine.path("id").asString(), machine -> machine)));
      next = page.path("next").asString("");
    } while (!next.isEmpty());
    return all;
  }

  private JsonNode machine(Domain domain) throws Exception {
    return server.json(place(domain));
  }

  private static String place(Domain domain) {
    return PLACE + "/libvirt:" + domain.uuid();
  }

  private String state(Domain domain) throws Exception {
    return machine(domain).path("state").asString();
  }

  private int send(Domain domain, String what) throws Exception {
    return send(domain, what, "{}");
  }

  private int send(Domain domain, String what, String body) throws Exception {
    return server.send("POST", place(domain) + "/" + what, body).statusCode();
  }

  private void change(Domain domain, String what, String state) throws Exception {
    assertThat(send(domain, what)).as(what).isEqualTo(200);
    until(() -> state(domain).equals(state) ? state : null);
  }

  private Optional<ProcessHandle> companion() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> commandLine(process).contains(folder.resolve("home").toString()))
        .filter(process -> commandLine(process).contains("contentgremlin.companion.Main"))
        .findFirst();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException _) {
      return ""; // it has ended
    }
  }

  @Test
  void domains_are_imported_whatever_they_are_called_and_do() throws Exception {
    var longest = new Domain(6, "n".repeat(200), OFF);
    var odd = new Domain(2, "a \"quoted\" 'ümläut' & <tag> 100% +\\ 🙂", PAUSED);
    var lines = new Domain(7, "two\nlines", OFF);
    hypervisor(
        new Domain(1, "off", OFF),
        odd,
        new Domain(3, "crashed", CRASHED),
        new Domain(4, "asleep", ASLEEP),
        new Domain(5, "transient", RUNNING, "<test:transient/>"),
        longest,
        lines);

    imported();

    assertThat(machines()).hasSize(7);
    assertThat(machines().values())
        .allMatch(machine -> !machine.path("adopted").asBoolean())
        .allMatch(machine -> machine.path("kind").asString().equals("virtual"))
        .allMatch(machine -> machine.path("processors").asInt() == 2)
        .allMatch(machine -> machine.path("memory").asLong() == 268_435_456L);
    assertThat(machines().values().stream().map(machine -> machine.path("state").asString()))
        .containsExactly("off", "suspended", "off", "suspended", "running", "off", "off");
    assertThat(machine(odd).path("name").asString()).isEqualTo(odd.name());
    assertThat(machine(longest).path("name").asString()).isEqualTo(longest.name());
    assertThat(machine(lines).path("name").asString()).isEqualTo("two lines");
  }

  @Test
  void the_uuid_tells_which_is_which() throws Exception {
    var mail = new Domain(1, "mail", OFF);
    var web = new Domain(2, "web", OFF);
    hypervisor(mail, web);
    imported();
    assertThat(send(mail, "adopt")).isEqualTo(200);

    var post = new Domain(1, "post", OFF);
    var otherWeb = new Domain(3, "web", OFF);
    hypervisor(post, otherWeb);
    imported();

    assertThat(machine(mail).path("name").asString()).isEqualTo("post");
    assertThat(machine(mail).path("adopted").asBoolean()).isTrue();
    assertThat(state(web)).isEqualTo("gone");
    assertThat(machine(otherWeb).path("name").asString()).isEqualTo("web");
    assertThat(machine(otherWeb).path("adopted").asBoolean()).isFalse();
    assertThat(machines()).hasSize(3);
  }

  @Test
  void many_domains_are_imported_and_a_second_import_changes_nothing() throws Exception {
    hypervisor(
        IntStream.range(0, 1_000)
            .mapToObj(number -> new Domain(number, "domain " + number, OFF))
            .toArray(Domain[]::new));

    imported();

    assertThat(machines()).hasSize(1_000);
    var again = look();
    assertThat(again.path("found").asInt()).isEqualTo(1_000);
    assertThat(again.path("changed").asInt()).isZero();
  }

  @Test
  void an_adopted_domain_is_started_and_stopped_and_no_other_is_touched() throws Exception {
    var mine = new Domain(1, "mine", OFF);
    var others = List.of(new Domain(2, "off", OFF), new Domain(3, "on", RUNNING));
    hypervisor(mine, others.get(0), others.get(1));
    imported();
    for (var domain : others) {
      for (var what : List.of("start", "stop", "suspend", "resume")) {
        assertThat(send(domain, what)).as(what + " " + domain).isEqualTo(409);
      }
    }
    assertThat(send(mine, "start")).isEqualTo(409);
    assertThat(send(mine, "adopt")).isEqualTo(200);

    change(mine, "start", "running");
    change(mine, "suspend", "suspended");
    change(mine, "resume", "running");
    change(mine, "stop", "off");

    imported();
    assertThat(state(others.get(0))).isEqualTo("off");
    assertThat(state(others.get(1))).isEqualTo("running");
  }

  @Test
  void one_that_crashed_is_started_and_one_that_stands_still_loses_its_power() throws Exception {
    var crashed = new Domain(1, "crashed", CRASHED);
    var paused = new Domain(2, "paused", PAUSED);
    var fleeting = new Domain(3, "fleeting", RUNNING, "<test:transient/>");
    hypervisor(crashed, paused, fleeting);
    imported();
    for (var domain : List.of(crashed, paused, fleeting)) {
      assertThat(send(domain, "adopt")).isEqualTo(200);
    }

    change(crashed, "start", "running");
    assertThat(send(paused, "stop", "{\"force\":true}")).isEqualTo(200);
    until(() -> state(paused).equals("off") ? "off" : null);
    change(fleeting, "stop", "gone");
  }

  @Test
  void who_can_not_be_asked_is_told_and_what_was_known_stays() throws Exception {
    var known = new Domain(1, "known", RUNNING);
    hypervisor(known);
    imported();

    address("test://" + folder.resolve("nothing.xml"));
    var look = look();

    assertThat(look.path("problem").asString()).contains("libvirt");
    assertThat(look.path("complete").asBoolean()).isFalse();
    assertThat(state(known)).isEqualTo("running");
    assertThat(server.state("libvirt")).isEqualTo("enabled");

    hypervisor(known, new Domain(2, "new", OFF));
    imported();
    assertThat(machines()).hasSize(2);
  }

  @Test
  void its_process_may_die_and_ends_with_the_extension() throws Exception {
    var domain = new Domain(1, "one", OFF);
    hypervisor(domain);
    imported();
    var first = companion().orElseThrow();

    first.destroyForcibly();
    first.onExit().get();
    until(() -> look().path("problem").asString().isEmpty() ? "asked again" : null);
    var second = companion().orElseThrow();
    assertThat(second).isNotEqualTo(first);
    assertThat(state(domain)).isEqualTo("off");

    server.change("libvirt", "disable");
    assertThat(second.isAlive()).isFalse();
    assertThat(folder.resolve("home/companions")).doesNotExist();
    server.change("libvirt", "enable");
    imported();
  }

  @Test
  void where_no_daemon_is_there_is_nothing_to_ask_and_no_process() throws Exception {
    assumeTrue(
        Files.notExists(Path.of("/run/libvirt/libvirt-sock"))
            && Files.notExists(Path.of("/run/libvirt/virtqemud-sock")),
        "there is a libvirt daemon here");

    var look = look();

    assertThat(look.path("absence").asString()).contains("no libvirt daemon is running");
    assertThat(look.path("problem").asString()).isEmpty();
    assertThat(companion()).isEmpty();
    hypervisor(new Domain(1, "one", OFF));
    imported();
    assertThat(companion()).isPresent();
    address("");
    assertThat(look().path("absence").asString()).isNotEmpty();
    assertThat(companion()).isEmpty();
  }
}
