package contentgremlin.process;

import static contentgremlin.process.CompanionJar.ID;
import static contentgremlin.process.CompanionJar.TYPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.extend.Companions;
import contentgremlin.extend.Companions.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes of a companion that does whatever it is told.
class CompanionHouseTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration NO_REST = Duration.ZERO;

  @TempDir private static Path jars;
  @TempDir Path home;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<String> printed = new CopyOnWriteArrayList<>();
  private final List<String> ended = new CopyOnWriteArrayList<>();
  private Companions.Line line = new Nobody();

  private final class Ear implements Companions.Ear {
    @Override
    public void said(String text) {
      said.add(text);
    }

    @Override
    public void printed(String text) {
      printed.add(text);
    }

    @Override
    public void ended(String how) {
      ended.add(how);
    }
  }

  @BeforeAll
  static void pack() throws IOException {
    CompanionJar.with(jars, CompanionJar.plain()).in(jars.resolve("extensions"), "nasty.jar");
  }

  @BeforeEach
  void open() {
    line = line(NO_REST);
  }

  private Companions.Line line(Duration rest) {
    return new CompanionHouse(Programs.find().companion(), folder(), rest)
        .open(new Order(ID, TYPE, CompanionJar.kit(jars.resolve("extensions"))), new Ear());
  }

  private Path folder() {
    return home.resolve("companions");
  }

  @AfterEach
  void close() {
    line.close();
  }

  private String ask(String request) throws Exception {
    return line.ask(request, LONG);
  }

  private ProcessHandle process() throws Exception {
    return ProcessHandle.of(Long.parseLong(ask("pid"))).orElseThrow();
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("it did not come to that").isLessThan(end);
      Thread.sleep(10);
    }
  }

  @Test
  void nothing_runs_before_the_first_question() {
    assertThat(folder()).doesNotExist();
  }

  @Test
  void questions_are_answered_by_one_process_that_is_not_ours() throws Exception {
    assertThat(ask("echo Grüße, “Welt”\n€ 🙂")).isEqualTo("Grüße, “Welt”\n€ 🙂");
    var first = process();

    assertThat(first.pid()).isNotEqualTo(ProcessHandle.current().pid());
    assertThat(process()).isEqualTo(first);
    assertThat(ask("large 1000000")).hasSize(1_000_000);
  }

  @Test
  void many_questions_at_a_time_get_their_own_answers() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<String>>();
      for (int number = 0; number < 200; number++) {
        var question = "echo " + number;
        answers.add(threads.submit(() -> ask(question)));
      }
      for (int number = 0; number < 200; number++) {
        assertThat(answers.get(number).get()).isEqualTo(Integer.toString(number));
      }
    }
  }

  @Test
  void what_it_throws_is_told_and_it_goes_on() throws Exception {
    var first = process();

    assertThatThrownBy(() -> ask("throw the cable is loose"))
        .isInstanceOf(IOException.class)
        .hasMessage("the cable is loose");

    assertThat(process()).isEqualTo(first);
  }

  @Test
  void it_sees_java_and_the_interface_and_its_jar_and_nothing_of_the_server() throws Exception {
    for (var name : List.of("plain.It", "contentgremlin.extension.Host", "java.sql.Connection")) {
      assertThat(ask("sees " + name)).isEqualTo("yes");
    }
    for (var name : List.of("contentgremlin.process.Programs", "tools.jackson.databind.JsonNode")) {
      assertThatThrownBy(() -> ask("sees " + name)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void one_that_halts_is_started_again_by_the_next_question() throws Exception {
    var first = process();

    assertThatThrownBy(() -> ask("halt"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("exit code 7");
    until(() -> ended.size() == 1);

    assertThat(process()).isNotEqualTo(first);
    assertThat(ended.getFirst()).contains("exit code 7");
  }

  @Test
  void native_code_that_crashes_takes_nobody_with_it() throws Exception {
    assertThat(ask("echo a")).isEqualTo("a");

    assertThatThrownBy(() -> ask("crash"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("crashed");
    until(() -> ended.size() == 1);

    assertThat(ask("echo a")).isEqualTo("a");
    assertThat(ask("file hs_err_pid" + ended.size() + ".log")).isEqualTo("not there");
  }

  @Test
  void one_that_crashes_again_rests_before_it_is_started() throws Exception {
    line.close();
    line = line(Duration.ofSeconds(30));
    for (int crashes = 1; crashes <= 2; crashes++) {
      int before = ended.size();
      assertThatThrownBy(() -> ask("halt")).isInstanceOf(IOException.class);
      until(() -> ended.size() > before);
    }

    assertThatThrownBy(() -> ask("echo a"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("exit code 7")
        .hasMessageMatching(".*started again in \\d+ seconds");
  }

  @Test
  void one_that_hangs_is_killed_when_the_limit_is_over() throws Exception {
    var first = process();

    assertThatThrownBy(() -> line.ask("hang", SHORT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not answer within 2 seconds");

    assertThat(first.onExit().get()).isNotNull();
    until(() -> ended.size() == 1);
    assertThat(ask("echo a")).isEqualTo("a");
  }

  @Test
  void one_that_stands_still_does_not_hold_up_whoever_sends_a_lot() throws Exception {
    Signals.send(process().pid(), 19);
    var lot = "echo " + "x".repeat(1_000_000);

    assertThatThrownBy(() -> line.ask(lot, SHORT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not answer");

    until(() -> ended.size() == 1);
    assertThat(ask(lot)).hasSize(1_000_000);
  }

  @Test
  void what_is_too_long_is_not_sent() throws Exception {
    var first = process();

    assertThatThrownBy(() -> ask("huge")).hasMessageContaining("its answer is too long");
    assertThatThrownBy(() -> ask("echo " + "x".repeat(2 << 20)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at most 1048576");
    assertThatThrownBy(() -> ask("say " + "x".repeat(100_000))).isInstanceOf(IOException.class);

    assertThat(process()).isEqualTo(first);
  }

  @Test
  void one_that_speaks_nonsense_is_killed() throws Exception {
    for (var nonsense : List.of("hello ", "\u0000", "GÀ")) {
      int before = ended.size();
      assertThatThrownBy(() -> ask("garbage " + nonsense))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("without sense");
      until(() -> ended.size() > before);
    }
    assertThat(ask("echo a")).isEqualTo("a");
  }

  @Test
  void one_that_eats_memory_is_ended_alone() throws Exception {
    assertThatThrownBy(() -> ask("eat"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more memory");
    until(() -> ended.size() == 1);

    assertThatThrownBy(() -> ask("map")).isInstanceOf(IOException.class);
  }

  @Test
  void what_it_prints_goes_to_the_log_and_disturbs_no_answer() throws Exception {
    assertThat(ask("print " + "x".repeat(10_000))).isEqualTo("printed");
    assertThat(ask("print second")).isEqualTo("printed");

    until(() -> printed.contains("second"));
    assertThat(printed).contains("begun");
    assertThat(printed).allMatch(text -> text.getBytes(UTF_8).length <= 2_000);
  }

  @Test
  void what_it_says_by_itself_is_heard() throws Exception {
    ask("say one");
    ask("say two");

    until(() -> said.size() == 2);
    assertThat(said).containsExactly("one", "two");
  }

  @Test
  void at_rest_it_is_gone_with_its_folder_and_wakes_when_it_is_asked() throws Exception {
    var first = process();
    var left = Path.of(ask("scratch"));
    assertThat(left).startsWith(folder()).exists();

    line.rest();

    assertThat(first.isAlive()).isFalse();
    until(() -> Files.notExists(folder()));
    assertThat(process()).isNotEqualTo(first);
    assertThat(ended).isEmpty();
  }

  @Test
  void closed_it_is_gone_even_in_the_middle_of_a_question_that_hangs() throws Exception {
    var first = process();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var hanging = threads.submit(() -> ask("hang from now on"));
      until(() -> said.contains("from now on"));

      line.close();

      assertThat(first.isAlive()).isFalse();
      assertThatThrownBy(hanging::get).hasMessageContaining("it was ended");
    }
    until(() -> Files.notExists(folder()));
    assertThatThrownBy(() -> ask("echo a")).hasMessageContaining("switched off");
  }

  @Test
  void killed_from_outside_it_is_started_again() throws Exception {
    process().destroyForcibly();
    until(() -> ended.size() == 1);

    assertThat(ask("echo a")).isEqualTo("a");
    assertThat(ended.getFirst()).contains("signal 9");
  }

  @Test
  void what_an_earlier_server_left_is_removed_when_one_starts() throws Exception {
    var old = Files.createDirectories(folder().resolve("old-1/scratch"));

    assertThat(ask("echo a")).isEqualTo("a");

    assertThat(old).doesNotExist();
  }

  @Test
  void a_class_that_is_none_is_told() throws Exception {
    line.close();
    line =
        new CompanionHouse(Programs.find().companion(), folder(), Duration.ofSeconds(30))
            .open(
                new Order(ID, "plain.It", CompanionJar.kit(jars.resolve("extensions"))), new Ear());

    assertThatThrownBy(() -> ask("echo a"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("plain.It does not implement");
  }

  private boolean nothingIsLeft() throws IOException {
    try (var left = Files.list(folder())) {
      return left.findAny().isEmpty();
    }
  }

  /// A server of which nothing is there but this.
  static final class Server {
    private Server() {}

    /// @param arguments the folder of jars, that of companions, what to ask
    public static void main(String[] arguments) throws Exception {
      var kit = CompanionJar.kit(Path.of(arguments[0]));
      var line =
          new CompanionHouse(Programs.find(), Path.of(arguments[1]))
              .open(new Order(ID, TYPE, kit), new Deaf());
      System.out.println(line.ask("pid", LONG));
      line.ask(arguments[2], Duration.ofHours(1));
    }
  }

  private record Deaf() implements Companions.Ear {
    @Override
    public void said(String text) {}

    @Override
    public void printed(String text) {}

    @Override
    public void ended(String how) {}
  }

  private record Nobody() implements Companions.Line {
    @Override
    public String ask(String request, Duration limit) throws IOException {
      throw new IOException("nobody");
    }

    @Override
    public void rest() {}

    @Override
    public void close() {}
  }

  @Test
  void when_the_server_is_killed_it_ends_though_it_hangs() throws Exception {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Server.class.getName(),
            jars.resolve("extensions").toString(),
            folder().toString(),
            "hang");
    var server = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var output = server.inputReader()) {
      var companion = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
      assertThat(companion.isAlive()).isTrue();

      server.destroyForcibly().waitFor();

      until(() -> !companion.isAlive());
      until(this::nothingIsLeft);
    } finally {
      server.destroyForcibly();
    }
  }
}
