package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Subject;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Grabbers that let the real ffmpeg measure.
class MeasuredTest {
  private static final Path FFMPEG =
      Path.of(System.getProperty("contentgremlin.programs"), "ffmpeg");

  @TempDir Path folder;

  private void run(List<String> arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(FFMPEG.resolve("ffmpeg").toString(), "-nostdin"));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", FFMPEG + ":" + FFMPEG.resolveSibling("stubs"));
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private void make(String... arguments) throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of("-v", "error", "-y"));
    all.addAll(Arrays.asList(arguments));
    run(all);
  }

  private Subject subject(MediaType type, String name, MediaFacts facts) {
    var subject = Known.file(type, name).seen(facts).subject();
    return new Subject(
        subject.item(), folder.resolve(name).toString(), List.of(), List.of(), 0, null);
  }

  private Map<String, List<String>> measured(Grabber grabber, Subject subject) throws Exception {
    for (var tool : grabber.tools(subject)) {
      run(tool.arguments());
    }
    var sources = new Canned();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(each -> each.toString().endsWith(".txt")).toList()) {
        sources.left(file.getFileName().toString(), Files.readString(file));
      }
    }
    return sources.found(grabber, subject);
  }

  private static String first(Map<String, List<String>> said, String key) {
    return said.getOrDefault(key, List.of("")).getFirst();
  }

  @Test
  void a_picture_of_two_colours_has_those() throws Exception {
    make(
        "-f",
        "lavfi",
        "-i",
        "color=0xff0000:s=100x100",
        "-f",
        "lavfi",
        "-i",
        "color=0x0000ff:s=60x100",
        "-filter_complex",
        "[0][1]hstack,format=rgb24",
        "-frames:v",
        "1",
        "two.png");
    var facts = new MediaFacts("image/png", Duration.ZERO, 160, 100);

    var said = measured(new Colours(), subject(MediaType.IMAGE, "two.png", facts));

    assertThat(first(said, "technical/colours")).isEqualTo("#ff0000");
    assertThat(said.get("technical/colours")).contains("#0000ff");
    assertThat(said.get("technical/blurhash"))
        .singleElement()
        .satisfies(hash -> assertThat(hash).hasSize(1 + 1 + 4 + 2 * (4 * 3 - 1)).startsWith("L"));
  }

  @Test
  void a_film_and_a_cover_have_colours_too() throws Exception {
    make(
        "-f",
        "lavfi",
        "-i",
        "color=0x00ff00:s=64x96:d=2",
        "-c:v",
        "mpeg4",
        "-q:v",
        "1",
        "film.mp4");
    var facts = new MediaFacts("video/mp4", Duration.ofSeconds(2), 64, 96);

    var said = measured(new Colours(), subject(MediaType.VIDEO, "film.mp4", facts));

    assertThat(said.get("technical/colours")).hasSize(1);
    var green = first(said, "technical/colours");
    assertThat(Integer.parseInt(green.substring(3, 5), 16)).isGreaterThan(220);
    assertThat(Integer.parseInt(green.substring(1, 3), 16)).isLessThan(40);
  }

  @Test
  void a_song_is_measured_with_its_silences() throws Exception {
    make(
        "-f",
        "lavfi",
        "-i",
        "aevalsrc='if(between(t,1,6),0.5*sin(880*PI*t),0)':d=8:s=44100",
        "-c:a",
        "flac",
        "song.flac");
    var facts = new MediaFacts("audio/flac", Duration.ofSeconds(8), 0, 0);

    var said = measured(new Sound(), subject(MediaType.AUDIO, "song.flac", facts));

    assertThat(said)
        .containsEntry("musical/true_peak", List.of("-6.0"))
        .containsEntry("musical/silence_at_start", List.of("1.0"))
        .containsEntry("musical/silence_at_end", List.of("2.0"));
    assertThat(Double.parseDouble(first(said, "musical/loudness"))).isBetween(-11.0, -9.0);
  }

  @Test
  void silence_has_no_loudness() throws Exception {
    make("-f", "lavfi", "-i", "anullsrc=r=44100:cl=stereo:d=3", "-c:a", "flac", "none.flac");
    var facts = new MediaFacts("audio/flac", Duration.ofSeconds(3), 0, 0);

    var subject = subject(MediaType.AUDIO, "none.flac", facts);
    var grabber = new Sound();
    run(grabber.tools(subject).getFirst().arguments());
    var grabbed =
        grabber.grab(
            subject,
            new Canned().left(Sound.LOUDNESS, Files.readString(folder.resolve("loudness.txt"))));

    assertThat(grabbed).isEqualTo(new Grabbed.Nothing());
  }

  @Test
  void without_its_file_nothing_is_measured_and_nothing_concluded() {
    var known =
        Known.file(MediaType.IMAGE, "a.png").seen(new MediaFacts("image/png", Duration.ZERO, 1, 1));
    var subject = known.subject();
    var away = new Subject(subject.item(), null, List.of(), List.of(), 0, null);

    assertThat(new Colours().tools(away)).isEmpty();
    assertThat(new Colours().grab(away, new Canned())).isInstanceOf(Grabbed.Failed.class);
  }

  @Test
  void what_is_not_kept_is_not_measured() {
    var song = Known.file(MediaType.AUDIO, "a.flac").lasting(60);
    assertThat(new Sound().appliesTo(song.subject())).isTrue();
    assertThat(new Sound().appliesTo(song.dropped().subject())).isFalse();

    var picture =
        Known.file(MediaType.IMAGE, "a.png").seen(new MediaFacts("image/png", Duration.ZERO, 9, 9));
    assertThat(new Colours().appliesTo(picture.subject())).isTrue();
    assertThat(new Colours().appliesTo(picture.dropped().subject())).isFalse();
  }

  @Test
  void a_plain_picture_has_the_hash_that_the_public_description_gives() {
    var white = new int[32 * 32];
    Arrays.fill(white, 0xffffff);

    // One frequency each way: sizes "0", no waves "0", and the colour: 0xffffff in base 83.
    assertThat(Blurhash.of(white, 32, 1, 1)).isEqualTo("00TSUA");
  }
}
