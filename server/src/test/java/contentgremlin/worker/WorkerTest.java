package contentgremlin.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.account.Actor.Scope;
import contentgremlin.engine.worker.WorkFolder;
import contentgremlin.job.Job;
import contentgremlin.job.Job.State;
import contentgremlin.job.Limits;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.ShellPrograms;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Workers at a server, over connections and through restarts, cuts and refusals.
class WorkerTest {
  /// More than one piece of a transfer.
  private static final int LARGE = 20 << 20;

  @TempDir private Path folder;

  private WorkServer server;

  @BeforeEach
  void open() throws Exception {
    server = new WorkServer(folder);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private static byte[] bytes(int count) {
    var bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) ('a' + (bytes[i] & 15)); // text, so that the handler can compare it
    }
    return bytes;
  }

  private Job add(int count) throws IOException {
    var bytes = bytes(count);
    server.handler.wanted = new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
    server.handler.writtenBytes = 64 << 20;
    return server.add(bytes);
  }

  /// The tool goes on when the test says so.
  private Path holdTools() {
    var gate = folder.resolve("gate");
    server.handler.before =
        "echo >>%s.begun; while [ ! -e %s ]; do sleep 0.05; done".formatted(gate, gate);
    return gate;
  }

  private void awaitTool(Path gate) throws InterruptedException {
    WorkServer.await("no tool runs", () -> Files.exists(Path.of(gate + ".begun")));
  }

  @Test
  void a_worker_does_a_job_and_keeps_nothing_of_it() throws Exception {
    var job = add(LARGE);
    var worker = server.employ("ann", server.address(), server.token(Scope.WORK));

    server.await(job, State.Succeeded.class);

    assertThat(server.job(job).machine()).isEqualTo("worker:ann");
    assertThat(server.job(job).attempt()).isEqualTo(1);
    WorkServer.await("says nothing", () -> worker.hasSaid("is done"));
    WorkServer.await("folder not empty", () -> isEmpty(server.workFolder("ann").resolve("leases")));
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var paths = Files.list(folder)) {
      return paths.findAny().isEmpty();
    }
  }

  @Test
  void a_worker_that_cannot_do_it_gives_it_back_and_rests() throws Exception {
    var broken = server.employ("ann", server.address(), server.token(Scope.WORK));
    WorkServer.await("no folder", () -> Files.exists(server.workFolder("ann").resolve("leases")));
    var leases = server.workFolder("ann").resolve("leases");
    Files.delete(leases);
    Files.writeString(leases, "no folder");

    var job = add(1000);

    WorkServer.await("keeps it", () -> broken.hasSaid("gives job"));
    WorkServer.await(
        "is not queued again",
        () -> server.job(job).state() instanceof State.Queued && server.job(job).attempt() == 1);
    assertThat(server.job(job).failures()).isZero();
  }

  @Test
  void two_workers_share_the_work_and_each_job_is_done_once() throws Exception {
    for (int i = 0; i < 8; i++) {
      server.add(bytes(1000 + i));
    }
    server.handler.before = "sleep 0.2";
    server.employ("ann", server.address(), server.token(Scope.WORK));
    server.employ("ben", server.address(), server.token(Scope.WORK));

    WorkServer.await(
        "not all done",
        () ->
            server
                    .database
                    .read(tables -> tables.jobs().countByState())
                    .getOrDefault("succeeded", 0L)
                == 8);
    assertThat(server.handler.plans).hasValue(8);
    assertThat(server.handler.conclusions).hasValue(8);
  }

  @Test
  void transfers_go_on_where_the_line_broke() throws Exception {
    try (var line = new CutLine(server.port())) {
      line.breakAfter(12 << 20);
      var job = add(LARGE);
      server.employ("ann", WorkServer.address(line.port()), server.token(Scope.WORK));

      server.await(job, State.Succeeded.class);

      assertThat(server.job(job).attempt()).isEqualTo(1);
      assertThat(line.bytesToServer()).isBetween((long) LARGE, LARGE + (9L << 20));
      assertThat(line.bytesToWorker()).isBetween((long) LARGE, LARGE + (9L << 20));
    }
  }

  @Test
  void a_line_that_is_cut_for_a_while_costs_nothing_but_time() throws Exception {
    try (var line = new CutLine(server.port())) {
      var gate = holdTools();
      var job = add(1000);
      var worker = server.employ("ann", WorkServer.address(line.port()), server.token(Scope.WORK));
      awaitTool(gate);
      line.cut();
      WorkServer.await("notices nothing", () -> worker.hasSaid("goes on trying"));
      Files.createFile(gate);
      WorkServer.await("does not try to send", () -> worker.hasSaid("sends what came"));
      line.mend();

      server.await(job, State.Succeeded.class);
      assertThat(server.job(job).attempt()).isEqualTo(1);
    }
  }

  @Test
  void a_server_that_is_started_anew_finds_its_worker_at_work() throws Exception {
    var gate = holdTools();
    var job = add(1000);
    server.employ("ann", server.address(), server.token(Scope.WORK));
    awaitTool(gate);
    server.stop();
    Files.createFile(gate);
    server.start();

    server.await(job, State.Succeeded.class);
    assertThat(server.job(job).attempt()).isEqualTo(1);
    assertThat(server.handler.plans).hasValue(1);
  }

  @Test
  void a_job_that_is_cancelled_ends_its_tools_there() throws Exception {
    var gate = holdTools();
    var job = add(1000);
    var worker = server.employ("ann", server.address(), server.token(Scope.WORK));
    awaitTool(gate);

    server.jobs().cancel(job.id());

    WorkServer.await("goes on", () -> worker.hasSaid("drops job"));
    assertThat(worker.said().toString()).contains("The job was cancelled.");
    WorkServer.await("keeps it", () -> isEmpty(server.workFolder("ann").resolve("leases")));
    // The tool is gone: nothing of it is left to notice that the gate is open.
    assertThat(server.job(job).state()).isInstanceOf(State.Cancelled.class);
  }

  @Test
  void a_worker_that_is_stopped_gives_its_job_back() throws Exception {
    var gate = holdTools();
    var job = add(1000);
    var worker = server.employ("ann", server.address(), server.token(Scope.WORK));
    awaitTool(gate);

    worker.worker().stop();

    assertThat(worker.end().get()).isEqualTo("stopped");
    assertThat(server.job(job).state()).isInstanceOf(State.Queued.class);
    assertThat(server.job(job).failures()).isZero();
    Files.createFile(gate);
    server.employ("ben", server.address(), server.token(Scope.WORK));
    server.await(job, State.Succeeded.class);
    assertThat(server.job(job).machine()).isEqualTo("worker:ben");
  }

  @Test
  void a_worker_that_waits_for_work_stops_at_once() throws Exception {
    var worker = server.employ("ann", server.address(), server.token(Scope.WORK));
    worker.worker().stop();
    assertThat(worker.end().get()).isEqualTo("stopped");
  }

  @Test
  void a_worker_that_went_away_while_it_waited_gets_no_job() throws Exception {
    var worker = server.employ("ann", server.address(), server.token(Scope.WORK));
    WorkServer.await("does not ask", () -> server.isKnown("ann"));
    worker.worker().stop();
    worker.end().get();
    WorkServer.await("still waits for it", () -> server.leasing() == 0);

    var job = add(1000);
    server.employ("ben", server.address(), server.token(Scope.WORK));
    server.await(job, State.Succeeded.class);
    assertThat(server.job(job).attempt()).isEqualTo(1);
  }

  @Test
  void a_tool_that_fails_for_want_of_room_there_is_not_the_files_fault() throws Exception {
    server.handler.before = "echo 'x: No space left on device' >&2; exit 1";
    var job = add(1000);
    var worker = server.employ("ann", server.address(), server.token(Scope.WORK));

    WorkServer.await("does not give it back", () -> worker.hasSaid("its disk is full"));
    server.await(job, State.Queued.class);
    assertThat(server.job(job).failures()).isZero();
    worker.worker().stop();
    assertThat(worker.end().get()).isEqualTo("stopped");
  }

  @Test
  void a_tool_that_fails_there_fails_the_job_with_its_words() throws Exception {
    server.handler.before = "printf 'bad\\033[1m frame\\r\\n' >&2; exit 4";
    var job = add(1000);
    server.employ("ann", server.address(), server.token(Scope.WORK));
    WorkServer.await("never failed", () -> server.job(job).failures() > 0);
    assertThat(server.job(job).state().toString()).contains("tool 0 ended with 4: bad");
  }

  @Test
  void a_worker_with_a_wrong_token_is_told_so_and_ends() throws Exception {
    var worker = server.employ("ann", server.address(), "gremlin_wrong");
    assertThat(worker.end().get()).contains("This token is wrong, has ended or was revoked");
  }

  @Test
  void a_token_that_was_made_for_something_else_is_no_workers() throws Exception {
    var all = Scope.ALL.toArray(Scope[]::new);
    var worker = server.employ("ann", server.address(), server.token(all));
    assertThat(worker.end().get()).contains("gremlin token create --scope work");
  }

  @Test
  void a_worker_whose_token_is_revoked_ends_with_its_tools() throws Exception {
    var gate = holdTools();
    var job = add(1000);
    var made = server.accounts.createToken(null, "w", java.util.Set.of(Scope.WORK), null);
    var worker = server.employ("ann", server.address(), made.text());
    awaitTool(gate);

    assertThat(server.accounts.revokeToken(null, made.secret().id())).isTrue();

    assertThat(worker.end().get()).contains("revoked");
    assertThat(isEmpty(server.workFolder("ann").resolve("leases"))).isTrue();
    assertThat(server.job(job).state())
        .isInstanceOf(State.Running.class); // until its lease is over
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /api/v1/items, 403",
    "GET,  /media/item1/original, 403",
    "GET,  /, 403",
    "GET,  /api/v1/worker/leases/1-0123456789012345678901234/input, 409",
    "POST, /api/v1/worker/leases/1-0123456789012345678901234/renew, 409",
    "POST, /api/v1/worker/leases/1-0123456789012345678901234/end, 409",
    "GET,  /api/v1/worker/leases/1-0123456789012345678901234/outputs, 409",
    "GET,  /api/v1/worker/leases/1/input, 404"
  })
  void a_worker_sees_nothing_but_its_own_leases(String method, String path, int status)
      throws Exception {
    holdTools();
    var job = add(1000);
    server.employ("ann", server.address(), server.token(Scope.WORK));
    server.await(job, State.Running.class);
    var body = path.endsWith("end") ? "{\"result\":\"done\"}" : "{}";
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var request =
          HttpRequest.newBuilder(server.address().resolve(path))
              .header("Authorization", "Bearer " + server.token(Scope.WORK))
              .header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofString(body))
              .build();
      var answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }
  }

  @Test
  void only_one_worker_uses_a_folder() throws Exception {
    server.employ("ann", server.address(), server.token(Scope.WORK));
    assertThatThrownBy(() -> server.employ("ann", server.address(), server.token(Scope.WORK)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another worker uses the folder");
  }

  @Test
  void what_a_killed_worker_left_is_ended_and_removed() throws Exception {
    var supervisor = new ProcessSupervisor(ShellPrograms.in(folder.resolve("programs")));
    var work = folder.resolve("left");
    var attempt = Files.createDirectories(work.resolve("leases/1-x/attempt"));
    var limits = new Limits(Duration.ofMinutes(5), Duration.ofMinutes(5), 0, 0);
    var leader =
        supervisor.start(
            attempt, List.of(ShellPrograms.tool("echo >begun; exec sleep 300")), limits);
    WorkServer.await("no tool", () -> Files.exists(attempt.resolve("begun")));

    try (var _ = WorkFolder.open(work, 1 << 30, supervisor)) {
      assertThat(supervisor.isGroupAlive(attempt, leader)).isFalse();
      assertThat(work.resolve("leases/1-x")).doesNotExist();
    }
  }

  @Test
  void a_folder_that_is_nearly_full_takes_no_large_inputs() throws Exception {
    var supervisor = new ProcessSupervisor(ShellPrograms.in(folder.resolve("programs")));
    var work = folder.resolve("small");
    try (var small = WorkFolder.open(work, 3_000_000, supervisor)) {
      assertThat(small.space(1)).isEqualTo(1_000_000);
      assertThat(small.space(2)).isEqualTo(500_000);
      Files.write(
          Files.createDirectories(work.resolve("leases/1-x")).resolve("f"), new byte[2_400_000]);
      assertThat(small.space(2)).isEqualTo(200_000);
    }
  }
}
