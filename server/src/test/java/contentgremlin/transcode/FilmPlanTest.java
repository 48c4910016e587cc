package contentgremlin.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilmPlanTest {
  private static final String[] TWO_SOUNDS = {
    "streams.stream.1.index=1", "streams.stream.1.codec_type=\"audio\"",
        "streams.stream.1.codec_name=\"aac\"",
    "streams.stream.1.channels=6", "streams.stream.1.sample_rate=\"44100\"",
        "streams.stream.1.tags.language=\"eng\"",
    "streams.stream.2.index=2", "streams.stream.2.codec_type=\"audio\"",
        "streams.stream.2.codec_name=\"aac\"",
    "streams.stream.2.channels=1", "streams.stream.2.sample_rate=\"22050\"",
        "streams.stream.2.tags.language=\"eng\"",
    "streams.stream.2.disposition.default=1"
  };

  private static String graph(Probe probe) {
    return graph(new FilmEncode(FilmPlan.of(probe), 0).pictures("/film"));
  }

  private static String graph(List<String> arguments) {
    return arguments.get(arguments.indexOf("-filter_complex") + 1);
  }

  @Test
  void one_decode_feeds_all_rungs() {
    var arguments = new FilmEncode(FilmPlan.of(Films.probe(1280, 720)), 0).pictures("/film");
    assertThat(arguments.stream().filter("-i"::equals)).hasSize(1);
    assertThat(arguments)
        .contains("file:/film", "hls/360/index.m3u8", "hls/480/index.m3u8", "hls/720/index.m3u8");
    assertThat(graph(Films.probe(1280, 720)))
        .contains("split=3[s0][s1][v2]")
        .doesNotContain("bwdif", "zscale");
  }

  @Test
  void nothing_but_the_file_itself_may_be_opened() {
    for (var arguments :
        List.of(
            new FilmEncode(FilmPlan.of(Films.probe(640, 360)), 9).pictures("/film"),
            new FilmEncode(FilmPlan.of(Films.probe(640, 360)), 0).sound("/film"),
            new PosterPlan(Films.probe(640, 360)).extract("/film"),
            SpritesPlan.of(Films.probe(640, 360)).make("/film"),
            Probe.arguments("/film"))) {
      long inputs = arguments.stream().filter("-i"::equals).count();
      assertThat(arguments.stream().filter("-protocol_whitelist"::equals).count())
          .isEqualTo(inputs);
      assertThat(arguments.stream().filter("-format_whitelist"::equals).count()).isEqualTo(inputs);
    }
    assertThat(List.of(Probe.FORMATS.split(",", -1)))
        .doesNotContain(
            "hls",
            "concat",
            "dash",
            "image2",
            "sdp",
            "svg_pipe",
            "lavfi",
            "tee",
            "webm_dash_manifest",
            "imf");
  }

  @Test
  void bright_films_are_mapped_and_interlaced_ones_joined() {
    assertThat(graph(Films.probe(640, 360, "streams.stream.0.color_transfer=\"smpte2084\"")))
        .contains("tonemap", "color_trc=smpte2084");
    assertThat(graph(Films.probe(640, 360, "streams.stream.0.color_transfer=\"arib-std-b67\"")))
        .contains("tonemap");
    assertThat(graph(Films.probe(640, 360, "streams.stream.0.color_primaries=\"bt2020\"")))
        .contains("zscale")
        .doesNotContain("tonemap");
    assertThat(graph(Films.probe(640, 360, "streams.stream.0.field_order=\"tt\"")))
        .contains("bwdif");
  }

  @Test
  void every_sound_gets_a_stream_of_its_own() {
    var plan = FilmPlan.of(Films.probe(640, 360, TWO_SOUNDS));
    assertThat(plan.folders()).containsExactly("hls/360", "hls/audio-0", "hls/audio-1");
    assertThat(graph(new FilmEncode(plan, 0).sound("/film")))
        .contains("aresample=44100", "channel_layouts=stereo[a0]", "channel_layouts=mono[a1]");

    var picture = new MasterPlaylist.Stream("360", "avc1.64001e", 900_000, 700_000);
    var sound = new MasterPlaylist.Stream("audio-0", "mp4a.40.2", 130_000, 128_000);
    var master = MasterPlaylist.film(plan, List.of(picture), List.of(sound, sound));
    assertThat(master)
        .contains(
            "NAME=\"English\",LANGUAGE=\"en\",DEFAULT=NO",
            "NAME=\"English 2\",LANGUAGE=\"en\",DEFAULT=YES")
        .contains(
            "BANDWIDTH=1030000,AVERAGE-BANDWIDTH=828000,CODECS=\"avc1.64001e,mp4a.40.2\",RESOLUTION=640x360,FRAME-RATE=30.000,AUDIO=\"sound\"");
  }

  @ParameterizedTest
  @CsvSource({
    "30/1,30/1,30", "30000/1001,30000/1001,30000/1001", "90000/1,2997/100,30000/1001",
        "120/1,120/1,60", "25/1,25/1,25",
    "1000/1,301/10,30", "0/0,0/0,25", "1/1,1/1,5", "24/1,23976/1000,24000/1001", "60/1,40/1,48"
  })
  void any_rate_becomes_a_constant_one(String nominal, String average, String constant) {
    assertThat(FrameRate.constant(FrameRate.of(nominal), FrameRate.of(average)))
        .hasToString(constant);
  }

  @Test
  void a_report_survives_the_way_through_a_row() {
    var probe = Films.probe(640, 360, TWO_SOUNDS);
    var back = Probe.fromInput(probe.toInput());
    assertThat(back.film()).isEqualTo(probe.film());
    assertThat(back.audio()).isEqualTo(probe.audio());
    assertThat(back.seconds()).isEqualTo(60);
    var awkward = new Report(java.util.Map.of("a", "back\\slash \"quoted\"\nnext\rline = x"));
    assertThat(Report.parse(awkward.toText())).isEqualTo(awkward);
  }

  @Test
  void a_cover_is_no_film() {
    var song =
        Films.probe(
            600,
            600,
            "streams.stream.0.disposition.attached_pic=1",
            TWO_SOUNDS[0],
            TWO_SOUNDS[1],
            TWO_SOUNDS[2],
            TWO_SOUNDS[3],
            TWO_SOUNDS[4]);
    assertThat(song.type()).contains(contentgremlin.item.MediaType.AUDIO);
    assertThat(song.cover()).isPresent();
  }

  @Test
  void what_is_encoded_later_counts_from_where_the_film_begins() {
    var plan = FilmPlan.of(Films.probe(640, 360, TWO_SOUNDS));
    var later = new FilmEncode(plan, 10).pictures("/film");
    assertThat(graph(later)).contains("fps=fps=30:start_time=0,trim=start_frame=1200,");
    assertThat(later)
        .containsSubsequence("-noaccurate_seek", "-ss", "34.000000", "-itsoffset", "34.000000")
        .contains("expr:gte((n+1200)*1,(n_forced+10)*120)", "hls/360/next.m3u8", "11");
    assertThat(new FilmEncode(plan, 1).pictures("/film")).doesNotContain("-ss");
  }

  @Test
  void files_without_reliable_times_are_gone_through_as_a_whole() {
    for (String container : List.of("mpegts", "avi", "h264", "ogg", "mpeg")) {
      var source = Films.probe(640, 360, TWO_SOUNDS);
      var plan =
          FilmPlan.of(
              new Probe(
                  container,
                  source.seconds(),
                  0,
                  source.video(),
                  source.audio(),
                  source.text(),
                  source.report()));
      assertThat(plan.hasSoundRun()).as(container).isFalse();
      assertThat(new FilmEncode(plan, 10).pictures("/film"))
          .as(container)
          .contains("hls/360/next.m3u8", "hls/audio-1/index.m3u8")
          .doesNotContain("-ss");
    }
  }

  @Test
  void something_is_always_left_to_encode() {
    var plan = FilmPlan.of(Films.probe(640, 360));
    assertThat(plan.keepable(9)).isEqualTo(9);
    assertThat(plan.keepable(15)).as("60 s are 15 segments").isEqualTo(14);
    var lengthless = FilmPlan.of(Films.probe(640, 360, "format.duration=\"N/A\""));
    assertThat(lengthless.keepable(9)).isEqualTo(9 - (lengthless.source().seconds() > 0 ? 0 : 1));
  }
}
