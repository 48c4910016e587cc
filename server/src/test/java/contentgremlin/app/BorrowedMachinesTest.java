package contentgremlin.app;

import static contentgremlin.app.ExtendedServer.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Work waits, two machines are started for it, real workers on them do it, and they are stopped.
/// The machines are processes of an extension that each run `gremlin worker`.
class BorrowedMachinesTest {
  /// Machines "a", "b" and "c"; the command of each is a file with an argument on each line.
  private static final String FARM =
      """
      java.nio.file.Path folder = java.nio.file.Path.of("FOLDER");
      Map<String, Process> running = new java.util.concurrent.ConcurrentHashMap<>();
      volatile Runnable changed = () -> {};

      public Parts start(Host host) { return Parts.none().with(new Farm()); }

      public void stop() throws Exception {
        for (var process : running.values()) {
          process.destroy();
          process.waitFor();
        }
      }

      class Farm implements MachineProvider {
        public String id() { return "farm"; }
        public String title() { return "a farm"; }
        public String absence() { return ""; }
        public void watch(Runnable told) { changed = told; }

        public Listing machines() {
          var found = new ArrayList<Found>();
          for (var key : List.of("a", "b", "c")) {
            var process = running.get(key);
            boolean runs = process != null && process.isAlive();
            found.add(
                new Found(key, "machine " + key, runs ? State.RUNNING : State.OFF, 1, 500_000_000L));
          }
          return new Listing(found, true, "");
        }

        public synchronized void change(String key, Change change) throws Exception {
          java.nio.file.Files.writeString(
              folder.resolve("calls"),
              change + " " + key + "\\n",
              java.nio.file.StandardOpenOption.CREATE,
              java.nio.file.StandardOpenOption.APPEND);
          var process = running.get(key);
          boolean runs = process != null && process.isAlive();
          if (change == Change.START && !runs) {
            var command = new ArrayList<String>();
            for (var word : java.nio.file.Files.readAllLines(folder.resolve("command"))) {
              command.add(word.replace("{key}", key));
            }
            var started =
                new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log-" + key).toFile())
                    .start();
            running.put(key, started);
            started.onExit().thenRun(() -> changed.run());
          } else if (change == Change.STOP && runs) {
            process.destroy();
          } else if (change == Change.END && runs) {
            process.destroyForcibly();
          }
          changed.run();
        }
      }
      """;

  private static final Set<String> WORKERS = Set.of("worker:worker-a", "worker:worker-b");

  /// One machine may be done with some of them before the other one is up.
  private static final int UPLOADS_AT_ONCE = 8;

  private static final int UPLOADS_MAX = 80;

  @TempDir private Path folder;

  private ExtendedServer server;

  @BeforeEach
  void open() throws Exception {
    server =
        new ExtendedServer(folder.resolve("home"))
            .with("farm", FARM.replace("FOLDER", folder.toString()));
    server.start();
    set("encoder-places", "0");
    set("machine-start-after", "PT1S");
    set("machine-stop-after", "PT3S");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void set(String name, String value) throws Exception {
    var answer = server.send("PUT", "/api/v1/settings/" + name, "{\"value\":\"" + value + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
  }

  /// What a machine runs when it is started.
  private void writeCommand() throws Exception {
    var token = server.send("POST", "/api/v1/tokens", "{\"label\":\"farm\",\"scopes\":[\"work\"]}");
    assertThat(token.statusCode()).as(token.body()).isEqualTo(201);
    var text = new JsonMapper().readTree(token.body()).path("token").asString();
    Files.writeString(folder.resolve("token"), text);
    Files.write(
        folder.resolve("command"),
        Outside.builder(
                "worker",
                "--server",
                server.address().toString(),
                "--token-file",
                folder.resolve("token").toString(),
                "--name",
                "worker-{key}",
                "--machine",
                "farm:{key}",
                "--places",
                "1",
                "--work-dir",
                folder.resolve("work-{key}").toString())
            .command());
  }

  private void adopt(String key) throws Exception {
    until(() ->
        server.send("GET", "/api/v1/machines/farm:" + key, "").statusCode() == 200 ? true : null);
    var answer = server.send("POST", "/api/v1/machines/farm:" + key + "/adopt", "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private String calls() throws IOException {
    var file = folder.resolve("calls");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private String state(String key) throws Exception {
    return server.json("/api/v1/machines/farm:" + key).path("state").asString();
  }

  /// By which machines jobs were done so far.
  private Set<String> doneBy() throws Exception {
    var machines = new HashSet<String>();
    for (var job : server.json("/api/v1/jobs?state=succeeded&limit=200").path("jobs")) {
      machines.add(job.path("machine").asString(""));
    }
    return machines;
  }

  private boolean isAllPublished() throws Exception {
    for (var item : server.json("/api/v1/items?limit=200&scope=all").path("items")) {
      if (!item.path("state").asString().equals("published")) {
        return false;
      }
    }
    return true;
  }

  @Test
  void two_machines_are_started_for_waiting_work_do_it_and_are_stopped_when_idle()
      throws Exception {
    writeCommand();
    adopt("a");
    adopt("b");
    assertThat(calls()).isEmpty();

    int uploads = 0;
    while (!doneBy().containsAll(WORKERS)) {
      assertThat(uploads).as("no two machines do it: " + calls()).isLessThan(UPLOADS_MAX);
      for (int count = 0; count < UPLOADS_AT_ONCE; count++) {
        server.upload("sound%d.wav".formatted(uploads++));
      }
      until(() -> (doneBy().containsAll(WORKERS) || isAllPublished()) ? true : null);
    }
    assertThat(server.json("/api/v1/machines/worker:worker-a").path("host").asString())
        .isEqualTo("farm:a");
    until(() -> isAllPublished() ? true : null);
    until(() -> state("a").equals("off") ? true : null);
    until(() -> state("b").equals("off") ? true : null);

    var ours = calls().lines().toList();
    assertThat(ours).contains("START a", "START b", "STOP a", "STOP b");
    assertThat(ours).noneMatch(call -> call.endsWith(" c") || call.startsWith("END"));
    assertThat(server.json("/api/v1/machines/farm:a").path("problem").asString()).isEmpty();
  }
}
