package contentgremlin.engine.machine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.engine.machine.Machines.Answer;
import contentgremlin.machine.Keeper;
import contentgremlin.machine.Machine.State;
import contentgremlin.machine.MachineProvider.Change;
import contentgremlin.store.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What people want of machines, and what becomes of it.
class MachinesTest {
  @TempDir private Path folder;

  private MachineRoom room;

  @BeforeEach
  void open() {
    room = new MachineRoom(folder);
    room.hypervisor.has("a", "web", State.OFF).has("b", "mail", State.RUNNING);
  }

  @AfterEach
  void close() {
    room.close();
  }

  private Answer want(String name, Change change) {
    return room.machines.want(name, change);
  }

  private static String why(Answer answer) {
    return answer instanceof Answer.Refused(var why) ? why : answer.toString();
  }

  private List<String> calls() {
    return room.hypervisor.calls();
  }

  @Test
  void what_is_not_adopted_is_never_touched() throws Exception {
    room.machines.bringIn();
    room.waiting.add(room.instant().minus(Duration.ofHours(9)));

    for (var change : Change.values()) {
      assertThat(why(want("web", change))).contains("not adopted");
      assertThat(why(want("hyper:b", change))).contains("not adopted");
    }
    room.turns(100);

    assertThat(calls()).isEmpty();
    assertThat(room.wish("a")).isNull();
  }

  @Test
  void only_machines_that_others_run_can_be_adopted() throws Exception {
    room.machines.bringIn();
    room.hypervisor.has("c", "web", State.OFF);
    room.hypervisor.machines.remove("b");
    room.workerAsks("x");
    room.machines.bringIn();

    assertThat(why(room.machines.adopt("local"))).contains("the server runs on");
    assertThat(why(room.machines.adopt("worker:x"))).contains("is a worker");
    assertThat(why(room.machines.adopt("mail"))).contains("is gone");
    assertThat(room.machines.adopt("nobody")).isInstanceOf(Answer.Unknown.class);
    assertThat(room.machines.adopt(" ")).isInstanceOf(Answer.Unknown.class);
    assertThat(room.machines.adopt("web"))
        .isEqualTo(new Answer.Ambiguous(List.of(MachineRoom.id("a"), MachineRoom.id("c"))));
    assertThat(room.machines.adopt("hyper:c")).isInstanceOf(Answer.Done.class);
    assertThat(room.machine("c").adopted()).isTrue();
    assertThat(room.machine("a").adopted()).isFalse();
  }

  @Test
  void a_machine_is_started_and_what_happens_to_it_later_is_not_undone() throws Exception {
    room.adopt("a");
    room.pass(Duration.ofSeconds(1));
    assertThat(want("web", Change.START)).isInstanceOf(Answer.Done.class);
    assertThat(calls()).isEmpty();

    room.turns(3);
    assertThat(calls()).containsExactly("START a");
    assertThat(room.machine("a").state()).isEqualTo(State.RUNNING);
    assertThat(room.wish("a")).isNull();

    room.hypervisor.becomes("a", State.OFF);
    room.live(Duration.ofHours(1), Duration.ofSeconds(30));
    assertThat(calls()).containsExactly("START a");
    assertThat(room.machine("a").state()).isEqualTo(State.OFF);
  }

  @Test
  void one_that_is_started_from_outside_meanwhile_is_not_started_again() throws Exception {
    room.adopt("a");
    room.pass(Duration.ofSeconds(1));
    want("web", Change.START);
    room.hypervisor.becomes("a", State.RUNNING);

    room.turns(3);

    assertThat(calls()).isEmpty();
    assertThat(room.wish("a")).isNull();
  }

  @Test
  void a_guest_that_does_not_shut_down_loses_its_power_after_the_patience() throws Exception {
    room.set(Setting.MACHINE_STOP_PATIENCE, "PT60S");
    room.hypervisor.deaf.add("b");
    room.adopt("b");
    room.pass(Duration.ofSeconds(1));
    want("mail", Change.STOP);

    room.live(Duration.ofSeconds(50), Duration.ofSeconds(2));
    assertThat(calls()).contains("STOP b").doesNotContain("END b");
    assertThat(room.wish("b")).isNotNull();

    room.live(Duration.ofSeconds(30), Duration.ofSeconds(2));
    assertThat(calls()).endsWith("END b");
    assertThat(room.machine("b").state()).isEqualTo(State.OFF);
    assertThat(room.wish("b")).isNull();
  }

  @Test
  void force_takes_the_power_at_once() throws Exception {
    room.adopt("b");
    room.pass(Duration.ofSeconds(1));
    want("mail", Change.END);
    room.turns(3);
    assertThat(calls()).containsExactly("END b");
  }

  @Test
  void a_machine_is_suspended_and_resumed() throws Exception {
    room.adopt("b");
    room.pass(Duration.ofSeconds(1));
    want("mail", Change.SUSPEND);
    room.turns(3);
    assertThat(room.machine("b").state()).isEqualTo(State.SUSPENDED);
    assertThat(why(want("mail", Change.STOP))).contains("would not hear");
    assertThat(why(want("mail", Change.START))).contains("resume it");

    want("mail", Change.RESUME);
    room.turns(3);
    assertThat(calls()).containsExactly("SUSPEND b", "RESUME b");
    assertThat(room.machine("b").state()).isEqualTo(State.RUNNING);
  }

  @Test
  void failures_are_shown_and_tried_again_after_growing_pauses() throws Exception {
    room.adopt("a");
    room.pass(Duration.ofSeconds(1));
    room.hypervisor.refusal = "no such disk";
    want("web", Change.START);

    room.live(Duration.ofHours(1), Duration.ofSeconds(2));

    assertThat(room.care("a").problem()).isEqualTo("it could not be started: no such disk");
    assertThat(calls()).hasSizeBetween(8, 14);
    room.hypervisor.refusal = null;
    room.live(Duration.ofMinutes(11), Duration.ofSeconds(2));
    assertThat(room.care("a")).isEqualTo(new contentgremlin.machine.Care(null, "", null));
    assertThat(room.machine("a").state()).isEqualTo(State.RUNNING);
  }

  @Test
  void whoever_comes_after_a_crash_goes_on_with_what_is_wanted() throws Exception {
    room.adopt("a");
    room.adopt("b");
    room.pass(Duration.ofSeconds(1));
    want("web", Change.START);
    room.crash();
    room.turns(2);
    assertThat(calls()).containsExactly("START a");

    // It dies after the act, and before anybody hears of it.
    room.hypervisor.afterChange =
        () -> {
          room.hypervisor.afterChange = () -> {};
          throw new IllegalArgumentException("the power is gone");
        };
    room.pass(Duration.ofSeconds(1));
    want("mail", Change.SUSPEND);
    room.turns(2);
    room.crash();
    room.live(Duration.ofMinutes(2), Duration.ofSeconds(2));
    assertThat(calls()).containsExactly("START a", "SUSPEND b");
    assertThat(room.wish("b")).isNull();
    assertThat(room.machine("b").state()).isEqualTo(State.SUSPENDED);
  }

  @Test
  void who_is_released_before_it_is_started_is_left_alone() throws Exception {
    room.adopt("a");
    room.pass(Duration.ofSeconds(1));
    want("web", Change.START);
    assertThat(room.machines.release("web")).isInstanceOf(Answer.Done.class);

    room.turns(20);

    assertThat(calls()).isEmpty();
    assertThat(room.machine("a").adopted()).isFalse();
  }

  @Test
  void while_nobody_can_be_asked_what_is_known_stays_and_what_is_wanted_waits() throws Exception {
    room.adopt("a");
    room.pass(Duration.ofSeconds(1));
    room.hypervisor.trouble = "the connection was lost";
    want("web", Change.START);

    var looks = room.machines.bringIn();
    room.turns(10);

    assertThat(looks.getFirst().problem()).isEqualTo("the connection was lost");
    assertThat(calls()).isEmpty();
    assertThat(room.care("a").problem()).isEqualTo("the connection was lost");
    assertThat(room.machine("a").state()).isEqualTo(State.OFF);

    room.hypervisor.trouble = null;
    room.live(Duration.ofMinutes(6), Duration.ofSeconds(2));
    assertThat(calls()).containsExactly("START a");
    assertThat(room.care("a").problem()).isEmpty();
  }

  @Test
  void a_machine_that_is_gone_or_off_can_not_become_what_is_wanted() throws Exception {
    room.adopt("b");
    room.pass(Duration.ofSeconds(1));
    want("mail", Change.SUSPEND);
    room.hypervisor.becomes("b", State.OFF);
    room.turns(3);
    assertThat(calls()).isEmpty();
    assertThat(room.care("b").problem()).isEqualTo("it is off");

    want("mail", Change.START);
    room.hypervisor.machines.remove("b");
    room.turns(3);
    assertThat(calls()).isEmpty();
    assertThat(room.care("b").problem()).isEqualTo("it is gone");
    assertThat(why(want("hyper:b", Change.START))).contains("is gone");
  }

  @Test
  void one_that_a_person_stopped_is_not_started_for_work_for_some_hours() throws Exception {
    room.adopt("b");
    room.pass(Duration.ofSeconds(1));
    want("mail", Change.STOP);
    room.turns(3);
    room.waiting.add(room.instant().minus(Duration.ofHours(1)));

    room.live(Keeper.REST.minusMinutes(5), Duration.ofMinutes(1));
    assertThat(calls()).containsExactly("STOP b");
    room.live(Duration.ofMinutes(10), Duration.ofMinutes(1));
    assertThat(calls()).startsWith("STOP b", "START b");
  }

  @Test
  void one_that_runs_for_work_is_a_persons_as_soon_as_that_says_so() throws Exception {
    room.adopt("a");
    room.waiting.add(room.instant().minus(Duration.ofHours(1)));
    room.turns(3);
    assertThat(room.run("a")).isPresent();
    room.waiting.clear();

    want("web", Change.START);
    assertThat(room.run("a")).isEmpty();
    room.live(Duration.ofHours(2), Duration.ofMinutes(1));
    assertThat(calls()).containsExactly("START a");
  }

  @Test
  @Timeout(30)
  void changes_that_are_told_are_looked_at_soon() throws Exception {
    room.machines.bringIn();
    room.machines.start();
    room.hypervisor.becomes("a", State.RUNNING);
    room.hypervisor.tell();
    while (room.machine("a").state() != State.RUNNING) {
      Thread.sleep(20);
    }
    assertThat(room.wish("a")).isNull();
  }
}
