package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Subject;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

  /// The same melody, encoded with loss at another rate, in two channels.
  @Test
  void a_song_has_the_fingerprint_of_its_sound_whatever_it_is_encoded_with() throws Exception {
    var melody = FingerprintTest.melody();
    var bytes = ByteBuffer.allocate(2 * melody.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(melody);
    Files.write(folder.resolve("melody"), bytes.array());
    make(
        "-f",
        "s16le",
        "-ar",
        "11025",
        "-ac",
        "1",
        "-i",
        "melody",
        "-ar",
        "44100",
        "-ac",
        "2",
        "-c:a",
        "libmp3lame",
        "-b:a",
        "128k",
        "song.mp3");
    var facts = new MediaFacts("audio/mpeg", Duration.ofSeconds(20), 0, 0);
    var subject = subject(MediaType.AUDIO, "song.mp3", facts);
    var grabber = new SoundPrint();

    run(grabber.tools(subject).getFirst().arguments());
    var samples = Files.readAllBytes(folder.resolve(SoundPrint.SAMPLES));
    var said = new Canned().left(SoundPrint.SAMPLES, samples).found(grabber, subject);

    assertThat(first(said, "identifier/" + AcoustId.FINGERPRINT)).startsWith("AQAA");
    var encoded = new short[samples.length / 2];
    ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(encoded);
    assertThat(FingerprintTest.difference(melody, encoded)).isLessThan(0.15);
  }

  @Test
  void a_song_whose_tags_say_what_it_is_needs_no_fingerprint_of_ours() {
    var grabber = new SoundPrint();
    var song = Known.file(MediaType.AUDIO, "a.flac").lasting(60);
    assertThat(grabber.appliesTo(song.subject())).isTrue();
    assertThat(grabber.appliesTo(Known.file(MediaType.AUDIO, "a.flac").lasting(3).subject()))
        .isFalse();
    assertThat(grabber.appliesTo(song.says("identifier", "acoustid", "found").subject())).isTrue();
    assertThat(grabber.appliesTo(song.tagged("identifier", "acoustid", "x").subject())).isFalse();
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
