package contentgremlin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.job.Limits;
import contentgremlin.job.Observation;
import contentgremlin.job.Tool;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.Programs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo's files, made by the real ffmpeg; not the film, which takes it a quarter of a minute.
final class DemoMakerTest {
  @TempDir Path folder;

  private final ProcessSupervisor supervisor = new ProcessSupervisor(Programs.find());
  private final StringWriter said = new StringWriter();

  @Test
  void thePhotoCarriesACamerasNotesAndAPlace() throws Exception {
    var photo = make("seahorse-valley.jpg");

    var about =
        probe("-show_entries", "frame_tags:frame_side_data:stream=width,height", photo.toString());
    assertThat(about).contains("width=4000", "height=3000");
    assertThat(new String(Files.readAllBytes(photo), StandardCharsets.ISO_8859_1))
        .contains("Exif\0\0II*\0", "Gremlin Optics", "2026:01:01 12:00:00");
    assertThat(said.toString()).contains("Making Seahorse", "made, ");
  }

  @Test
  void theSongHasTagsAndACover() throws Exception {
    var song = make("little-machine.flac");

    assertThat(probe("-show_entries", "format_tags:stream=codec_name:format=duration", song + ""))
        .contains("codec_name=flac", "codec_name=mjpeg", "duration=40.0")
        .containsIgnoringCase("artist=The Gremlins");
  }

  private Path make(String name) throws Exception {
    var file = DemoFile.ALL.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    var writer = new PrintWriter(said, true);
    var bars = new Bars(new Terminal(writer, writer, false), InstantSource.system());
    return new DemoMaker(supervisor, bars).make(file, folder);
  }

  private String probe(String... arguments) throws Exception {
    var attempt = Files.createDirectory(folder.resolve("probe"));
    var limits = new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1L << 30, 1L << 20);
    var command = new ArrayList<>(List.of("-v", "error"));
    command.addAll(List.of(arguments));
    var tool = new Tool(Tool.Program.FFPROBE, command, "answer");
    var leader = supervisor.start(attempt, List.of(tool), limits);
    while (supervisor.observe(attempt, leader) instanceof Observation.Alive) {
      supervisor.await(attempt, leader, Duration.ofSeconds(1));
    }
    assertThat(supervisor.observe(attempt, leader)).isEqualTo(new Observation.Ended(0, 0));
    return Files.readString(attempt.resolve("answer"));
  }
}
