package contentgremlin.engine.media;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.MediaType;
import contentgremlin.item.Rendition.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SongTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder.resolve("home"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Path song(String name, String... options) throws Exception {
    var arguments =
        new java.util.ArrayList<>(java.util.List.of("-f", "lavfi", "-i", "sine=f=440:d=3"));
    arguments.addAll(java.util.List.of(options));
    return Bench.make(folder.resolve(name), arguments.toArray(String[]::new));
  }

  private Bench.Outcome heard(Path file, String format) throws Exception {
    var outcome = bench.process(file);
    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.item().type()).isEqualTo(MediaType.AUDIO);
    assertThat(outcome.item().facts().format()).isEqualTo(format);
    assertThat(outcome.item().facts().duration().toMillis()).isBetween(2900L, 3150L);
    return outcome;
  }

  @Test
  void a_song_gets_streams_an_outline_and_its_loudness() throws Exception {
    var outcome =
        heard(
            song("tune.flac", "-metadata", "TITLE=A tune", "-metadata", "ARTIST=Nobody"),
            "audio/flac");

    assertThat(outcome.kinds()).containsExactly("probe", "audio");
    assertThat(outcome.item().title()).isEqualTo("A tune");
    assertThat(outcome.metadata())
        .anyMatch(value -> value.key().equals("artist") && value.value().equals("Nobody"));
    assertThat(outcome.text(Kind.HLS, "master.m3u8"))
        .contains("CODECS=\"mp4a.40.2\"", "audio-0/index.m3u8");
    assertThat(outcome.folder(Kind.AUDIO))
        .isDirectoryContaining("glob:**/audio.opus")
        .isDirectoryContaining("glob:**/audio.m4a");
    assertThat(
            Double.parseDouble(
                outcome.rendition(Kind.AUDIO).orElseThrow().details().get("loudness")))
        .isBetween(-26.0, -16.0);
    assertThat(outcome.text(Kind.WAVEFORM, "peaks.json"))
        .startsWith("{\"peaks\":[")
        .endsWith("],\"duration\":3.0}")
        .contains(",31,");
    assertThat(outcome.rendition(Kind.POSTER)).isEmpty();
  }

  @Test
  void a_cover_becomes_the_poster() throws Exception {
    var cover =
        Bench.make(
            folder.resolve("cover.jpg"),
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=300x300",
            "-frames:v",
            "1");
    var file =
        Bench.make(
            folder.resolve("tune.mp3"),
            "-f",
            "lavfi",
            "-i",
            "sine=d=3",
            "-i",
            cover.toString(),
            "-map",
            "0",
            "-map",
            "1",
            "-c:v",
            "copy",
            "-disposition:v",
            "attached_pic",
            "-id3v2_version",
            "3");
    var outcome = heard(file, "audio/mpeg");
    assertThat(outcome.kinds()).containsExactlyInAnyOrder("probe", "audio", "poster");
    assertThat(outcome.rendition(Kind.POSTER).orElseThrow().details())
        .containsEntry("width", "300");
  }

  @Test
  void other_kinds_are_heard_too() throws Exception {
    assertThat(heard(song("tune.opus", "-metadata", "title=Opus one"), "audio/ogg").item().title())
        .isEqualTo("Opus one");
    heard(song("tune.m4a", "-ac", "1"), "audio/mp4");
    heard(song("tune.wav", "-ac", "6"), "audio/wav");
  }

  @Test
  void silence_has_no_loudness() throws Exception {
    var outcome =
        heard(
            Bench.make(folder.resolve("silence.wav"), "-f", "lavfi", "-i", "anullsrc=d=3"),
            "audio/wav");
    assertThat(outcome.rendition(Kind.AUDIO).orElseThrow().details()).doesNotContainKey("loudness");
  }

  @Test
  void a_song_cut_short_fails_with_its_reason() throws Exception {
    var bytes = Files.readAllBytes(song("whole.flac", "-ac", "2"));
    var cut =
        Files.write(folder.resolve("cut.flac"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    var outcome = bench.process(cut);
    assertThat(outcome.failure()).contains("The file says that it lasts 3.0 s");
  }
}
