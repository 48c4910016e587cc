package contentgremlin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import contentgremlin.cli.ServerLocator.Located;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.Programs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// `gremlin stop` against a real process and a real HTTP server that stands for what it says.
class StopCommandTest {
  private static final String DEAF = "trap '' TERM; while :; do sleep 0.05; done";

  /// Without `--now` the answer alone is waited for this long.
  private static final Duration PATIENT = Duration.ofSeconds(5);

  /// For a server that answers, on a machine that may be slow.
  private static final Duration LONG = Duration.ofMinutes(1);

  /// It has ended already; only this program's runtime may not have heard of it yet.
  private static final Duration REAPED = Duration.ofSeconds(10);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> orders = new CopyOnWriteArrayList<>();
  private final ProcessSupervisor supervisor = new ProcessSupervisor(Programs.in(null));
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private Process process;
  private Runnable obedience = () -> {};

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/api/v1/stop",
        exchange -> {
          orders.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          obedience.run();
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    server.start();
    process = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void end() {
    over.countDown();
    server.stop(0);
    process.destroyForcibly();
  }

  @Test
  void the_server_is_asked_and_waited_for() throws Exception {
    obedience = process::destroy;

    assertThat(run("stop")).isZero();

    assertThat(orders).containsExactly("{\"now\":false,\"work\":\"leave\"}");
    assertThat(out.toString()).startsWith("stopped: ");
    assertThat(process.waitFor(REAPED)).isTrue();
  }

  @Test
  void it_is_told_to_hurry_and_to_end_its_work() throws Exception {
    obedience = process::destroy;

    var stop = new StopCommand(surroundings(here()), LONG);
    assertThat(new CommandLine(stop).execute("--now", "--end-work")).isZero();

    assertThat(orders).containsExactly("{\"now\":true,\"work\":\"end\"}");
  }

  @Test
  void one_that_does_not_answer_gets_a_signal() throws Exception {
    obedience = this::hang;
    long start = System.nanoTime();

    assertThat(run("stop", "--now")).isZero();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENT);
    assertThat(process.waitFor(REAPED)).isTrue();
  }

  @Test
  void that_its_work_may_run_on_is_said() throws Exception {
    obedience = this::hang;

    assertThat(run("stop", "--now", "--end-work")).isEqualTo(1);

    assertThat(process.waitFor(REAPED)).isTrue();
    assertThat(err.toString()).contains("encodes may run on");
  }

  @Test
  void one_that_was_stopped_by_a_signal_ends_too() throws Exception {
    obedience = this::hang;
    assertThat(new ProcessBuilder("kill", "-STOP", "" + process.pid()).start().waitFor()).isZero();

    assertThat(run("stop", "--now")).isZero();

    assertThat(process.waitFor(REAPED)).isTrue();
  }

  @Test
  void now_ends_even_what_listens_to_no_signal() throws Exception {
    replaceProcess("sh", "-c", DEAF);
    obedience = this::hang;

    assertThat(run("stop", "--now")).isZero();

    assertThat(process.waitFor(REAPED)).isTrue();
  }

  @Test
  void one_that_is_just_starting_is_told_by_a_signal() throws Exception {
    assertThat(run(new Located.Starting(identity()), "stop")).isZero();

    assertThat(orders).isEmpty();
    assertThat(process.waitFor(REAPED)).isTrue();
  }

  @Test
  void a_stranger_with_its_pid_is_left_alone() throws Exception {
    var real = identity();
    var former = new ProcessIdentity(real.bootId(), real.pid(), real.startTicks() - 1);

    assertThat(run(new Located.Starting(former), "stop", "--now")).isZero();

    assertThat(process.isAlive()).isTrue();
  }

  private void hang() {
    try {
      over.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void replaceProcess(String... command) throws IOException {
    process.destroyForcibly();
    process = new ProcessBuilder(command).start();
  }

  private ProcessIdentity identity() throws IOException {
    var stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcessIdentity(
        supervisor.self().bootId(), process.pid(), Long.parseLong(fields[19]));
  }

  private Located here() throws IOException {
    var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new Located.At(address, "open sesame", identity());
  }

  private int run(String... arguments) throws IOException {
    return run(here(), arguments);
  }

  private int run(Located located, String... arguments) {
    return new Gremlin(surroundings(located)).run(arguments);
  }

  private Surroundings surroundings(Located located) {
    Launcher launcher =
        (_, _) -> {
          throw new IllegalStateException("nothing is to be launched here");
        };
    var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
    return new Surroundings(
        launcher,
        new NoUpgrader(),
        _ -> located,
        new NoArchive(),
        new NoInstaller(),
        (_, _) -> {
          throw new IllegalStateException("nobody is to work here");
        },
        () -> supervisor,
        new BuildInfo("1.2.3", "abc", 7),
        InstantSource.system(),
        terminal);
  }
}
