package contentgremlin.engine.media;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.engine.JobHandler;
import contentgremlin.engine.Pipeline;
import contentgremlin.item.ItemId;
import contentgremlin.item.Rendition;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Tool;
import contentgremlin.transcode.FilmPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Encodes of real films, cut off by KILL and gone on with, beside the same ones left alone.
class FilmResumeTest {
  /// A segment that began anew has another past: its pictures differ a little from those that were
  /// never interrupted, by far less than one picture from the next.
  private static final double SAME_PICTURE_DECIBELS = 34;

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

  private Path film(String name, String... arguments) throws Exception {
    return Bench.make(folder.resolve(name), arguments);
  }

  /// One rung, whole: what the joined one is compared with.
  private Path whole(Path file) throws Exception {
    var outcome = bench.process(file);
    assertThat(outcome.failure()).isEmpty();
    return outcome.folder(Rendition.Kind.HLS);
  }

  private static List<Path> rungs(Path hls) throws IOException {
    try (var folders = Files.list(hls)) {
      return folders.filter(each -> each.getFileName().toString().matches("\\d+")).toList();
    }
  }

  /// Complete segments in all rungs.
  private static int made(Path attempt) throws IOException {
    int least = Integer.MAX_VALUE;
    for (var rung : rungs(attempt.resolve(FilmPlan.FOLDER))) {
      int count = 0;
      while (Files.exists(rung.resolve("%05d.m4s".formatted(count + 1)))) {
        count++;
      }
      least = Math.min(least, count);
    }
    return least;
  }

  private static int noted(Path attempt) throws IOException {
    return (int)
        Files.readString(attempt.resolve(JobHandler.LEDGER))
            .lines()
            .filter(
                line -> line.contains(" hls/") && line.endsWith(".m4s") && !line.contains("audio"))
            .map(line -> line.substring(line.lastIndexOf('/')))
            .distinct()
            .count();
  }

  /// Encodes until so many segments are noted, then cuts off.
  private Job cutAt(int segments, Job queued) throws Exception {
    var started = bench.start(queued);
    while (noted(started.task().folder()) < segments) {
      var _ = started.handler().checkpoint(started.task());
    }
    var again = bench.cutOff(started);
    while (started.handler().checkpoint(started.task())) {
      // as the engine does, unless the machine went down
    }
    return again;
  }

  /// What a decoder sees: times of all frames, and of the sound's.
  private static List<String> times(Path playlist) throws Exception {
    var printed =
        Bench.tool(
            Tool.Program.FFPROBE,
            "-show_entries",
            "frame=pts,duration",
            "-of",
            "csv=p=0",
            playlist.toString());
    return printed.lines().map(line -> line.replaceAll(",$", "")).toList();
  }

  /// The likeness of each picture with the same one of the other stream, in decibels.
  private List<Double> likeness(Path one, Path other) throws Exception {
    var stats = folder.resolve("psnr");
    Bench.tool(
        Tool.Program.FFMPEG,
        "-i",
        one.toString(),
        "-i",
        other.toString(),
        "-lavfi",
        "[0:0][1:0]psnr=stats_file=" + stats,
        "-f",
        "null",
        "-");
    return Files.readAllLines(stats).stream()
        .map(line -> line.replaceAll(".*psnr_y:(\\S+).*", "$1"))
        .map(value -> value.equals("inf") ? 99.0 : Double.parseDouble(value))
        .toList();
  }

  private void assertSame(Path whole, Path joined) throws Exception {
    for (var rung : rungs(whole)) {
      var other = joined.resolve(rung.getFileName()).resolve("index.m3u8");
      var list = rung.resolve("index.m3u8");
      assertThat(Files.readString(other)).isEqualTo(Files.readString(list));
      assertThat(times(other)).isEqualTo(times(list));
      assertThat(likeness(list, other)).allMatch(decibels -> decibels > SAME_PICTURE_DECIBELS);
    }
    assertThat(names(joined)).as("nothing else is published").isEqualTo(names(whole));
  }

  private static List<String> names(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files.map(file -> root.relativize(file).toString()).sorted().toList();
    }
  }

  private static void assertSameBytes(Path one, Path other) throws IOException {
    for (var name : names(one)) {
      if (Files.isRegularFile(one.resolve(name))) {
        assertThat(Files.readAllBytes(other.resolve(name)))
            .as(name)
            .isEqualTo(Files.readAllBytes(one.resolve(name)));
      }
    }
  }

  private static Path published(Bench bench, String item) {
    var rendition =
        bench.database.read(
            tables -> tables.items().rendition(new ItemId(item), Rendition.Kind.HLS));
    return bench.vault.path(rendition.orElseThrow().folder());
  }

  /// Cuts the film's encode off at these places, lets the last attempt end, and compares.
  ///
  /// @return the last attempt
  private Bench.Started goesOn(Path file, int... cuts) throws Exception {
    var whole = whole(file);
    var job = bench.until(file, Pipeline.TRANSCODE);
    int before = 0;
    for (int cut : cuts) {
      job = cutAt(cut, job);
      var attempt = bench.vault.attempt(job.id(), job.attempt());
      // Where the encode was over before it was cut off, its last segment is a short one.
      assertThat(noted(attempt))
          .as("nothing finished is lost")
          .isBetween(made(attempt) - 1, made(attempt));
      before = noted(attempt);
    }
    var last = bench.start(job);
    assertThat(noted(last.task().folder())).as("taken over").isBetween(before - 1, before);
    assertThat(bench.finish(last)).isEqualTo(new Ending.Done());
    assertSame(whole, published(bench, Objects.requireNonNull(job.item()).value()));
    return last;
  }

  private static String picture(String rate, String size) {
    return "testsrc2=s=" + size + ":r=" + rate + ":d=47";
  }

  private static String[] arguments(String... arguments) {
    return arguments;
  }

  @Test
  void a_film_with_two_sounds_goes_on_where_it_was_cut_off_twice() throws Exception {
    var file =
        film(
            "two.mkv",
            arguments(
                "-f",
                "lavfi",
                "-i",
                picture("30000/1001", "640x480"),
                "-f",
                "lavfi",
                "-i",
                "sine=f=440:d=47",
                "-f",
                "lavfi",
                "-i",
                "sine=f=660:r=44100:d=46",
                "-map",
                "0",
                "-map",
                "1",
                "-map",
                "2",
                "-preset",
                "veryfast",
                "-g",
                "90"));
    var last = goesOn(file, 3, 8);

    assertThat(last.plan().tools()).as("no sound is encoded again").hasSize(2);
    int kept = noted(last.task().folder());
    assertThat(kept).isGreaterThanOrEqualTo(8);
    assertThat(last.plan().kept().toSeconds()).isBetween(4L * kept, 4L * kept + 1);
    var whole = published(bench, "item0");
    for (String sound : List.of("audio-0", "audio-1")) {
      assertSameBytes(whole.resolve(sound), published(bench, "item1").resolve(sound));
    }
  }

  @Test
  void a_film_without_sound_goes_on() throws Exception {
    var file =
        film("mute.mp4", arguments("-f", "lavfi", "-i", picture("25", "320x240"), "-bf", "0"));
    goesOn(file, 5);
  }

  @Test
  void a_slow_film_whose_frames_are_not_reordered_goes_on() throws Exception {
    goesOn(film("slow.mp4", arguments("-f", "lavfi", "-i", picture("12", "320x240"))), 7);
  }

  @Test
  void a_film_of_changing_rate_goes_on() throws Exception {
    goesOn(
        film(
            "changing.mkv",
            arguments(
                "-f",
                "lavfi",
                "-i",
                picture("50", "320x240"),
                "-vf",
                "select='lt(random(1),0.5)+eq(mod(n,400),0)',setpts=PTS+0.013/TB",
                "-fps_mode",
                "vfr",
                "-preset",
                "ultrafast")),
        8);
  }

  @Test
  void an_interlaced_film_held_upright_goes_on() throws Exception {
    var lying =
        film(
            "lying.mp4",
            arguments(
                "-f",
                "lavfi",
                "-i",
                picture("50", "480x360"),
                "-vf",
                "interlace",
                "-flags",
                "+ilme+ildct",
                "-preset",
                "ultrafast"));
    var upright =
        film("upright.mp4", "-display_rotation", "90", "-i", lying.toString(), "-c", "copy");
    goesOn(upright, 7);
  }

  /// Its frames bear no times of their own: it is gone through from its beginning, but only the
  /// rest is encoded.
  @Test
  void a_film_that_cannot_be_entered_in_its_middle_goes_on() throws Exception {
    var file =
        film(
            "old.avi",
            arguments(
                "-f",
                "lavfi",
                "-i",
                picture("25", "320x240"),
                "-f",
                "lavfi",
                "-i",
                "sine=f=440:d=47",
                "-c:v",
                "mpeg4",
                "-bf",
                "2"));
    goesOn(file, 7);
    assertSameBytes(
        published(bench, "item0").resolve("audio-0"), published(bench, "item1").resolve("audio-0"));
  }

  @Test
  void what_the_disk_lost_is_made_again() throws Exception {
    var file = film("lost.mp4", arguments("-f", "lavfi", "-i", picture("25", "320x240")));
    var job = cutAt(8, bench.until(file, Pipeline.TRANSCODE));
    var attempt = bench.vault.attempt(job.id(), job.attempt());
    var zeroed = attempt.resolve("hls/240/00005.m4s");
    Files.write(zeroed, new byte[(int) Files.size(zeroed)]);

    var next = bench.start(job);
    assertThat(next.plan().kept()).hasSeconds(16);
    job = bench.cutOff(next);

    var ledger = bench.vault.attempt(job.id(), job.attempt()).resolve(JobHandler.LEDGER);
    Files.writeString(ledger, Files.readString(ledger).replaceFirst("\\n", "\nfile 12"));
    var last = bench.start(job);
    assertThat(last.plan().kept()).as("after a torn line nothing counts").isZero();
    assertThat(bench.finish(last)).isEqualTo(new Ending.Done());
  }

  @Test
  void another_file_under_the_same_name_is_begun_anew() throws Exception {
    var file = film("film.mp4", arguments("-f", "lavfi", "-i", picture("25", "320x240")));
    var job = cutAt(8, bench.until(file, Pipeline.TRANSCODE));
    film("film.mp4", arguments("-f", "lavfi", "-i", "testsrc=s=320x240:r=25:d=47"));

    var next = bench.start(job);
    assertThat(next.plan().kept()).isZero();
    bench.cutOff(next);
  }

  @Test
  void parts_that_do_not_fit_are_not_published() throws Exception {
    var file = film("film.mp4", arguments("-f", "lavfi", "-i", picture("25", "320x240")));
    var job = cutAt(8, bench.until(file, Pipeline.TRANSCODE));
    var last = bench.start(job);
    bench.await(last);
    var rung = last.task().folder().resolve("hls/240");
    Files.copy(
        rung.resolve("00010.m4s"),
        rung.resolve("00011.m4s"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(bench.finish(last))
        .isEqualTo(
            new Ending.Failed(
                "the encoder's output is broken: 240: segment 00011.m4s is not whole, or not in"
                    + " its place"));
  }
}
