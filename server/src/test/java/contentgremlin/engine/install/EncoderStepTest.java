package contentgremlin.engine.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.install.Standing;
import contentgremlin.machine.Ability;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.Surveyor;
import contentgremlin.sql.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderStepTest {
  @TempDir private Path folder;

  /// The first time there is trouble with one of two encoders.
  private static final class Busy implements Surveyor {
    private final SampleMachine machine = new SampleMachine();
    private boolean wasTried;

    @Override
    public Survey survey() {
      return machine.survey();
    }

    @Override
    public String mark() {
      return machine.mark();
    }

    @Override
    public Trials encoders() {
      var all = machine.encoders().encoders();
      var came = wasTried ? all : all.subList(0, 1);
      var untried = wasTried ? List.<String>of() : List.of("the other one could not be tried");
      wasTried = true;
      return new Trials(came, untried);
    }
  }

  @Test
  void what_is_known_is_kept_and_the_rest_is_tried_the_next_time() throws Exception {
    var time = InstantSource.system();
    try (var database = SqliteDatabase.open(folder.resolve("db"), "test", time)) {
      var busy = new Busy();
      new MachineStep(database, "", busy, time).apply();
      var step = new EncoderStep(database, "", busy, time);

      assertThatThrownBy(step::apply)
          .isInstanceOf(IOException.class)
          .hasMessage("the other one could not be tried");

      assertThat(encoders(database)).containsExactly("libx264");
      assertThat(step.check()).isInstanceOf(Standing.Missing.class);
      step.apply();
      assertThat(encoders(database)).containsExactlyInAnyOrder("libx264", "h264_nvenc");
      assertThat(step.check()).isInstanceOf(Standing.Done.class);
    }
  }

  private static List<String> encoders(SqliteDatabase database) {
    return database
        .read(tables -> tables.machines().find(MachineId.local("")))
        .orElseThrow()
        .abilities(Ability.Kind.ENCODER)
        .stream()
        .map(Ability::name)
        .toList();
  }
}
