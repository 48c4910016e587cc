package contentgremlin.process;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.machine.Ability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMachineTest {
  @TempDir Path folder;

  @Test
  void the_machine_is_described_as_it_is_and_twice_the_same() throws Exception {
    var machine = new LocalMachine(Programs.find(), folder);

    var survey = machine.survey();

    assertThat(survey.name()).isNotBlank();
    assertThat(survey.capacity().processors())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(survey.capacity().memoryBytes()).isGreaterThan(100_000_000);
    assertThat(survey.capacity().diskBytes()).isEqualTo(Files.getFileStore(folder).getTotalSpace());
    assertThat(survey.hypervisors())
        .extracting(Ability::name)
        .containsExactly("libvirt", "kvm", "qemu", "xen", "virtualbox");
    assertThat(survey.hypervisors()).allSatisfy(it -> assertThat(it.detail()).isNotBlank());
    assertThat(machine.survey()).isEqualTo(survey);
    assertThat(machine.mark()).isEqualTo(machine.mark()).isNotBlank();
  }

  @Test
  void encoders_are_what_really_encodes_and_the_others_say_why_not() throws Exception {
    var trials = new LocalMachine(Programs.find(), folder).encoders();
    var encoders = trials.encoders();
    assertThat(trials.untried()).isEmpty();

    for (var name : List.of("libx264", "libx265", "libsvtav1", "libvpx-vp9", "aac", "libopus")) {
      var ability = named(encoders, name);
      assertThat(ability.works()).as("%s", ability).isTrue();
      assertThat(ability.detail()).matches("encoded [1-9]\\d* bytes");
    }
    for (var name : List.of("h264_nvenc", "h264_vaapi", "h264_qsv")) {
      assertThat(named(encoders, name).detail()).isNotBlank().doesNotContain("0x");
    }
  }

  private static Ability named(List<Ability> encoders, String name) {
    return encoders.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void a_program_that_only_says_yes_encodes_nothing() throws Exception {
    var encoders = new LocalMachine(ffmpeg("exit 0"), folder).encoders().encoders();

    assertThat(encoders).noneMatch(Ability::works);
    assertThat(encoders).allSatisfy(it -> assertThat(it.detail()).contains("said nothing"));
  }

  @Test
  void a_program_that_somebody_kills_says_nothing_about_encoders() throws Exception {
    var trials = new LocalMachine(ffmpeg("kill -9 $$"), folder).encoders();

    assertThat(trials.untried()).hasSize(6).allMatch(words -> words.contains("could not be tried"));
    assertThat(trials.encoders()).noneMatch(Ability::works).allMatch(it -> it.name().contains("_"));
  }

  @Test
  void one_that_is_killed_once_is_tried_again_and_spoils_no_other() throws Exception {
    var killed = folder.resolve("killed");
    var once = "if mkdir %s 2>/dev/null; then kill -9 $$; fi; echo no; exit 1".formatted(killed);

    var trials = new LocalMachine(ffmpeg(once), folder).encoders();

    assertThat(killed).exists();
    assertThat(trials.untried()).isEmpty();
    assertThat(trials.encoders()).hasSize(15);
    assertThat(trials.encoders().getFirst().name()).isEqualTo("libx264");
  }

  @Test
  void another_program_has_another_mark() throws Exception {
    var one = new LocalMachine(ffmpeg("exit 0"), folder).mark();
    var other = new LocalMachine(ffmpeg("exit 0 # another"), folder).mark();

    assertThat(one).isNotEqualTo(other);
  }

  private Programs ffmpeg(String script) throws IOException {
    var programs = Files.createDirectories(folder.resolve("programs"));
    Files.createDirectories(programs.resolve("ffmpeg"));
    var file = programs.resolve("ffmpeg/ffmpeg");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return Programs.in(programs);
  }
}
