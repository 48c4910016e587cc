package contentgremlin.engine.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import contentgremlin.item.MediaType;
import contentgremlin.item.Rendition.Kind;
import contentgremlin.job.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real films, made here, through the real tools.
class FilmTest {
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

  /// A test picture, encoded as fast as can be.
  private Path film(String name, String picture, String... options) throws Exception {
    var arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", picture));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-preset", "ultrafast"));
    return Bench.make(folder.resolve(name), arguments.toArray(String[]::new));
  }

  private Bench.Outcome shown(Path file) throws Exception {
    var outcome = bench.process(file);
    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.item().type()).isEqualTo(MediaType.VIDEO);
    assertThat(outcome.rendition(Kind.POSTER)).isPresent();
    return outcome;
  }

  private static void assertSize(Bench.Outcome outcome, int width, int height) {
    assertThat(outcome.item().facts().width()).isEqualTo(width);
    assertThat(outcome.item().facts().height()).isEqualTo(height);
  }

  /// What ffprobe, as a player, sees of a published playlist.
  private static String probe(Bench.Outcome outcome, String playlist, String... options)
      throws Exception {
    var arguments = new ArrayList<>(List.of("-of", "compact=p=0:nk=1"));
    arguments.addAll(List.of(options));
    arguments.add(outcome.folder(Kind.HLS).resolve(playlist).toString());
    return Bench.tool(Tool.Program.FFPROBE, arguments.toArray(String[]::new)).strip();
  }

  @Test
  void a_film_gets_a_ladder_a_poster_and_sprites() throws Exception {
    var file =
        film(
            "walk.mp4",
            "testsrc2=s=854x480:r=25:d=5",
            "-f",
            "lavfi",
            "-i",
            "sine=d=5",
            "-metadata",
            "title=A walk",
            "-metadata",
            "location=+48.1-011.5/");
    var outcome = shown(file);

    assertThat(outcome.kinds()).containsExactly("probe", "poster", "transcode", "sprites");
    assertThat(outcome.item().title()).isEqualTo("A walk");
    assertThat(outcome.item().facts().format()).isEqualTo("video/mp4");
    assertThat(outcome.item().facts().duration()).hasMillis(5000);
    assertThat(outcome.metadata()).noneMatch(value -> value.group().equals("spatial"));
    assertThat(outcome.text(Kind.HLS, "master.m3u8"))
        .contains("RESOLUTION=640x360,FRAME-RATE=25.000", "RESOLUTION=854x480", "AUDIO=\"sound\"")
        .containsPattern("CODECS=\"avc1\\.6400[0-9a-f]{2},mp4a\\.40\\.2\"");
    assertThat(outcome.text(Kind.SPRITES, "sprites.vtt"))
        .contains("00:00:04.000 --> 00:00:05.000\nsprite-001.jpg#xywh=640,0,160,90");
    assertThat(outcome.text(Kind.HLS, "360/index.m3u8"))
        .isEqualTo(outcome.text(Kind.HLS, "480/index.m3u8"))
        .contains("#EXTINF:4.000000,\n00001.m4s\n#EXTINF:1.000000,\n00002.m4s\n#EXT-X-ENDLIST");
    assertThat(probe(outcome, "master.m3u8", "-show_entries", "stream=codec_type"))
        .contains("video", "audio");
  }

  @Test
  void no_place_is_left_in_what_is_published() throws Exception {
    var outcome =
        shown(
            film(
                "trip.mov",
                "testsrc2=s=320x240:r=10:d=1",
                "-metadata",
                "location=+48.1-011.5/",
                "-movflags",
                "use_metadata_tags"));
    try (var files = Files.walk(outcome.folder(Kind.HLS))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), UTF_8)).doesNotContain("+48.1");
      }
    }
  }

  @Test
  void a_film_held_upright_is_shown_upright() throws Exception {
    var lying = film("lying.mp4", "testsrc2=s=640x360:r=25:d=1");
    var upright =
        Bench.make(
            folder.resolve("upright.mp4"),
            "-display_rotation",
            "90",
            "-i",
            lying.toString(),
            "-c",
            "copy");
    var outcome = shown(upright);
    assertSize(outcome, 360, 640);
    assertThat(outcome.text(Kind.HLS, "master.m3u8")).contains("RESOLUTION=360x640");
  }

  @Test
  void odd_sizes_become_even_and_never_grow() throws Exception {
    var outcome =
        shown(
            film(
                "odd.mkv", "testsrc=s=321x181:r=25:d=1", "-pix_fmt", "yuv444p", "-c:v", "libx264"));
    assertSize(outcome, 321, 181);
    assertThat(outcome.text(Kind.HLS, "master.m3u8"))
        .contains("RESOLUTION=320x180")
        .doesNotContain("mp4a");
  }

  @Test
  void wide_pixels_become_square() throws Exception {
    var outcome =
        shown(film("wide.mp4", "testsrc2=s=360x288:r=25:d=1,setsar=64/45", "-c:v", "libx264"));
    assertSize(outcome, 512, 288);
    assertThat(outcome.text(Kind.HLS, "master.m3u8")).contains("RESOLUTION=512x288");
  }

  @Test
  void a_changing_rate_becomes_constant() throws Exception {
    var outcome =
        shown(
            film(
                "vfr.mp4",
                "testsrc2=s=320x240:r=60:d=3",
                "-vf",
                "select='if(lt(t,1),1,not(mod(n,4)))'",
                "-fps_mode",
                "vfr"));
    assertThat(outcome.text(Kind.HLS, "master.m3u8")).containsPattern("FRAME-RATE=(29.970|30.000)");
    assertThat(outcome.item().facts().duration().toMillis()).isBetween(2900L, 3100L);
  }

  @Test
  void high_dynamic_range_becomes_ordinary() throws Exception {
    var outcome =
        shown(
            film(
                "hdr.mp4",
                "testsrc2=s=640x360:r=25:d=1,format=yuv420p10le",
                "-c:v",
                "libx265",
                "-x265-params",
                "log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:hdr10=1",
                "-color_primaries",
                "bt2020",
                "-color_trc",
                "smpte2084",
                "-colorspace",
                "bt2020nc"));
    assertThat(outcome.metadata()).anyMatch(value -> value.value().equals("HDR"));
    assertThat(
            probe(
                outcome,
                "360/index.m3u8",
                "-show_entries",
                "stream=pix_fmt,color_transfer,color_primaries"))
        .contains("yuv420p", "bt709")
        .doesNotContain("smpte2084", "bt2020");
  }

  @Test
  void all_sounds_and_texts_are_kept() throws Exception {
    var words = folder.resolve("words.srt");
    Files.writeString(words, "1\n00:00:00,500 --> 00:00:01,500\nGrüß Gott\n", UTF_8);
    var file =
        Bench.make(
            folder.resolve("talk.mkv"),
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x240:r=25:d=3",
            "-f",
            "lavfi",
            "-i",
            "sine=f=440:d=3",
            "-itsoffset",
            "1",
            "-f",
            "lavfi",
            "-i",
            "sine=f=880:d=2:r=48000",
            "-i",
            words.toString(),
            "-map",
            "0",
            "-map",
            "1",
            "-map",
            "2",
            "-map",
            "3",
            "-c:a",
            "flac",
            "-c:s",
            "srt",
            "-metadata:s:a:0",
            "language=eng",
            "-metadata:s:a:1",
            "language=ger",
            "-metadata:s:a:1",
            "title=Say \"Grüß Gott\"",
            "-metadata:s:s:0",
            "language=deu");
    var outcome = shown(file);

    assertThat(outcome.kinds()).contains("captions");
    assertThat(outcome.text(Kind.HLS, "master.m3u8"))
        .contains("NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES")
        .contains("NAME=\"Say  Grüß Gott\",LANGUAGE=\"de\",DEFAULT=NO");
    assertThat(outcome.text(Kind.CAPTIONS, "0-de.vtt"))
        .contains("00:00.500 --> 00:01.500", "Grüß Gott");
    assertThat(outcome.rendition(Kind.CAPTIONS).orElseThrow().details())
        .containsEntry("0.language", "de")
        .containsEntry("0.label", "Deutsch")
        .containsEntry("0.file", "0-de.vtt");
    // The second sound begins a second late: silence stands for it.
    assertThat(seconds(outcome, "audio-1")).isCloseTo(3, within(0.15));
    assertThat(probe(outcome, "audio-1/index.m3u8", "-show_entries", "stream=start_time"))
        .startsWith("0.000");
  }

  private static double seconds(Bench.Outcome outcome, String stream) throws Exception {
    return contentgremlin.transcode.MediaPlaylist.parse(
            outcome.text(Kind.HLS, stream + "/index.m3u8"))
        .seconds();
  }

  @Test
  void pictures_and_sound_stay_together() throws Exception {
    // A white flash and a beep, both at 2 s.
    var file =
        film(
            "clap.mp4",
            "color=black:s=320x240:r=25:d=4",
            "-f",
            "lavfi",
            "-i",
            "aevalsrc='if(between(t,2,2.2),sin(2000*t),0)':d=4:s=48000",
            "-vf",
            "drawbox=color=white:t=fill:enable='between(t,2,2.2)'");
    var outcome = shown(file);
    var hls = outcome.folder(Kind.HLS);
    double flash =
        firstTime(
            Bench.tool(
                Tool.Program.FFMPEG,
                "-copyts",
                "-i",
                hls.resolve("240/index.m3u8").toString(),
                "-vf",
                "signalstats,metadata=select:key=lavfi.signalstats.YAVG:value=100:function=greater",
                "-fps_mode",
                "passthrough",
                "-f",
                "framecrc",
                "-"));
    double beep =
        firstTime(
            Bench.tool(
                Tool.Program.FFMPEG,
                "-copyts",
                "-i",
                hls.resolve("audio-0/index.m3u8").toString(),
                "-af",
                "asetnsamples=n=240,astats=metadata=1:reset=1,ametadata=select:key=lavfi.astats.Overall.RMS_level:value=-30:function=greater",
                "-f",
                "framecrc",
                "-"));
    assertThat(flash - beep).isCloseTo(0, within(0.025));
  }

  /// Of a list by "framecrc", in seconds.
  private static double firstTime(String frames) {
    return contentgremlin.transcode.FrameList.parse(frames).stream(0).from();
  }

  @Test
  void a_very_short_clip_and_a_single_frame_are_films_too() throws Exception {
    shown(film("short.mp4", "testsrc2=s=320x240:r=25:d=1"));
    shown(film("frame.mp4", "testsrc2=s=320x240:r=25:d=0.04"));
  }

  @Test
  void a_film_that_does_not_say_how_long_it_is_is_measured() throws Exception {
    var outcome =
        shown(film("live.webm", "testsrc2=s=320x240:r=25:d=2", "-c:v", "libvpx", "-live", "1"));
    assertThat(outcome.item().facts().duration().toMillis()).isBetween(1900L, 2200L);
    assertThat(outcome.item().facts().format()).isEqualTo("video/webm");
  }

  @Test
  void interlaced_lines_are_joined() throws Exception {
    shown(
        film(
            "tape.ts",
            "testsrc2=s=352x288:r=25:d=1",
            "-vf",
            "interlace",
            "-flags",
            "+ildct+ilme",
            "-c:v",
            "mpeg2video",
            "-f",
            "mpegts"));
  }
}
