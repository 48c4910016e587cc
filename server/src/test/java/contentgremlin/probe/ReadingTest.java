package contentgremlin.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import contentgremlin.item.MediaType;
import contentgremlin.library.ProbeWire.Answer;
import contentgremlin.library.ProbeWire.Question;
import contentgremlin.library.ProbedMedia;
import contentgremlin.library.Tags;
import contentgremlin.transcode.EmbeddedMetadata;
import contentgremlin.transcode.Probe;
import contentgremlin.transcode.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadingTest {
  private static final List<String> COMPARED =
      List.of(
          Tags.TITLE,
          Tags.ARTIST,
          Tags.ALBUM,
          Tags.ALBUM_ARTIST,
          Tags.DATE,
          Tags.GENRE,
          Tags.COMPOSER,
          Tags.COMMENT);

  @TempDir private Path folder;

  private final Desk desk = new Desk(Path.of(System.getProperty("contentgremlin.programs")));

  /// Without libavformat.
  private final Desk alone = new Desk(null);

  static Stream<Map.Entry<String, String>> songs() {
    return Samples.SONGS.entrySet().stream();
  }

  static Stream<Map.Entry<String, String>> films() {
    return Samples.FILMS.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("songs")
  void songs_say_what_ffprobe_says(Map.Entry<String, String> kind) throws IOException {
    compare(Samples.song(folder, kind.getKey(), kind.getValue()), MediaType.AUDIO);
  }

  @ParameterizedTest
  @MethodSource("films")
  void films_say_what_ffprobe_says(Map.Entry<String, String> kind) throws IOException {
    compare(Samples.film(folder, kind.getKey(), kind.getValue()), MediaType.VIDEO);
  }

  private void compare(Path file, MediaType type) throws IOException {
    var probe = Probe.read(Report.parse(Samples.probed(file, Probe.arguments(file.toString()))));
    var media = read(file);
    assertThat(media.type()).isEqualTo(type);
    assertThat(media.facts().format()).isEqualTo(probe.mediaType());
    assertThat(media.facts().duration().toMillis() / 1_000.0)
        .isCloseTo(probe.seconds(), within(0.06));
    assertThat(media.codecs().audio()).isEqualTo(probe.mainAudio().orElseThrow().codec());
    probe
        .film()
        .ifPresent(film -> {
          assertThat(media.codecs().video()).isEqualTo(film.codec());
          assertThat(media.codecs().pixels()).isEqualTo(film.pixels());
          assertThat(media.facts().width()).isEqualTo(film.width());
          assertThat(media.facts().height()).isEqualTo(film.height());
        });
    var theirs = new Draft();
    EmbeddedMetadata.tags(probe).forEach((name, value) -> theirs.tag(TagNames.free(name), value));
    var expected = theirs.finish().tags();
    for (var name : COMPARED) {
      assertThat(String.join(";", media.tags().all(name))).as(name).isEqualTo(expected.first(name));
    }
    assertThat(media.tags().number(Tags.TRACK)).isEqualTo(expected.number(Tags.TRACK));
    assertThat(media.tags().total(Tags.TRACK, Tags.TRACKS))
        .isEqualTo(expected.total(Tags.TRACK, Tags.TRACKS));
    assertThat(media.tags().number(Tags.DISC)).isEqualTo(expected.number(Tags.DISC));
  }

  @ParameterizedTest
  @MethodSource("songs")
  void common_songs_are_read_without_other_libraries(Map.Entry<String, String> kind)
      throws IOException {
    boolean common = !kind.getKey().matches(".*\\.(wma|mka|wv|tta)");
    var answer = ask(alone, Samples.song(folder, kind.getKey(), kind.getValue()), "");

    assertThat(answer).isInstanceOf(common ? Answer.Read.class : Answer.Unreachable.class);
  }

  @Test
  void the_essence_stays_when_only_tags_change() throws IOException {
    for (var name :
        List.of(
            "song.flac",
            "song.m4a",
            "song.wav",
            "song.aiff",
            "song.opus",
            "song.ogg",
            "song.wma")) {
      var song = Samples.song(folder, name);
      var other = Samples.retagged(song, "other " + name);

      assertThat(read(other).tags()).as(name).isNotEqualTo(read(song).tags());
      assertThat(read(other).essence()).as(name).isEqualTo(read(song).essence()).isNotEmpty();
    }
  }

  @Test
  void the_essence_of_an_mp3_does_not_heed_tags_before_and_behind_it() throws IOException {
    var song = Samples.song(folder, "a.mp3", "-id3v2_version 0 -write_id3v1 0");
    byte[] sound = Files.readAllBytes(song);
    var other = folder.resolve("b.mp3");
    Files.write(
        other,
        join(id3(3, frame("TIT2", "\0Another")), sound, ape("Title", "Third"), old("Fourth")));

    assertThat(read(song).tags().first(Tags.TITLE)).isEmpty();
    assertThat(read(other).tags().first(Tags.TITLE)).isEqualTo("Another");
    assertThat(read(other).essence()).isEqualTo(read(song).essence()).isNotEmpty();
  }

  @Test
  void different_songs_have_different_essences() throws IOException {
    var essences =
        Stream.of("one.mp3", "two.mp3", "one.flac", "two.flac", "one.ogg", "two.ogg", "one.m4a")
            .map(name -> {
              try {
                return read(Samples.song(folder, name, "")).essence();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
            .toList();

    assertThat(essences).doesNotHaveDuplicates().doesNotContain("");
  }

  @Test
  void several_artists_are_told_apart() throws IOException {
    byte[] sound = Files.readAllBytes(Samples.song(folder, "a.mp3", "-id3v2_version 0"));
    var wide = new ByteArrayOutputStream();
    wide.write(1);
    wide.writeBytes("Ä\0ß\0日".getBytes(UTF_16));
    var song = folder.resolve("several.mp3");
    Files.write(
        song,
        join(
            id3(4, join(frame("TPE1", wide.toByteArray()), frame("TCON", "\0(17)\0(4)Eurodisco"))),
            sound));

    assertThat(read(song).tags().all(Tags.ARTIST)).containsExactly("Ä", "ß", "日");
    assertThat(read(song).tags().all(Tags.GENRE)).containsExactly("Rock", "Eurodisco");
  }

  @Test
  void the_names_that_taggers_choose_are_known() throws IOException {
    byte[] sound = Files.readAllBytes(Samples.song(folder, "a.mp3", "-id3v2_version 0"));
    var song = folder.resolve("own.mp3");
    var frames =
        join(
            frame("TXXX", "\0MusicBrainz Album Id\0abc"),
            frame("UFID", "http://musicbrainz.org\0def"),
            frame("TXXX", "\0REPLAYGAIN_TRACK_GAIN\0-3.10 dB"),
            frame("TCMP", "\0" + "1"),
            frame("TSO2", "\0Beatles, The"),
            frame("TYER", "\0" + "1969"),
            frame("TDAT", "\0" + "2609"),
            frame("USLT", "\0eng\0Come together"),
            frame("COMM", "\0engiTunNORM\0 0000"));
    Files.write(song, join(id3(3, frames), sound));

    var tags = read(song).tags();
    assertThat(tags.first(Tags.MUSICBRAINZ_ALBUM)).isEqualTo("abc");
    assertThat(tags.first(Tags.MUSICBRAINZ_TRACK)).isEqualTo("def");
    assertThat(tags.first(Tags.REPLAYGAIN_TRACK_GAIN)).isEqualTo("-3.10 dB");
    assertThat(tags.isCompilation()).isTrue();
    assertThat(tags.first(Tags.ALBUM_ARTIST_SORT)).isEqualTo("Beatles, The");
    assertThat(tags.first(Tags.DATE)).isEqualTo("1969-09-26");
    assertThat(tags.first(Tags.LYRICS)).isEqualTo("Come together");
    assertThat(tags.first(Tags.COMMENT)).isEmpty();
  }

  @Test
  void ape_tags_are_read() throws IOException {
    byte[] sound = Files.readAllBytes(Samples.song(folder, "a.mp3", "-id3v2_version 0"));
    var song = folder.resolve("ape.mp3");
    Files.write(song, join(sound, ape("Album Artist", "Ä\0B"), old("Ältlich")));

    assertThat(read(song).tags().all(Tags.ALBUM_ARTIST)).containsExactly("Ä", "B");
    assertThat(read(song).tags().first(Tags.TITLE)).isEqualTo("Ältlich");
  }

  @Test
  void covers_are_found_and_taken_out() throws IOException {
    var cover = Samples.picture(folder, "cover.png", 300, 200);
    for (var name : List.of("constant.mp3", "song.flac", "song.m4a", "song.mka")) {
      var song = Samples.song(folder, name);
      assertThat(read(song).cover()).as(name).isNull();
      if (!name.endsWith("mka")) {
        song = Samples.covered(song, cover, "covered " + name);
        var found = requireNonNull(read(song).cover(), name);
        assertThat(found.length()).isEqualTo(Files.size(cover));
        assertThat(found.mediaType()).isEqualTo("image/png");
        var target = folder.resolve(name + ".picture");
        assertThat(ask(desk, song, target.toString()))
            .isEqualTo(new Answer.Cover("image/png", Files.size(cover)));
        assertThat(target).hasSameBinaryContentAs(cover);
      }
    }
    var bare = Samples.song(folder, "bare.mp3", "");
    assertThat(ask(desk, bare, folder.resolve("none").toString())).isEqualTo(new Answer.NoCover());
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void a_cover_among_the_comments_of_ogg_is_taken_out() throws IOException {
    var cover = Samples.picture(folder, "cover.jpg", 500, 500);
    byte[] bytes = Files.readAllBytes(cover);
    var block = ByteBuffer.allocate(42 + bytes.length);
    block.putInt(3).putInt(10).put("image/jpeg".getBytes(ISO_8859_1)).putInt(0);
    block.putInt(500).putInt(500).putInt(24).putInt(0).putInt(bytes.length).put(bytes);
    var text = java.util.Base64.getEncoder().encodeToString(block.array());
    var song =
        Samples.song(
            folder, "a.opus", "-c:a libopus", "-metadata", "METADATA_BLOCK_PICTURE=" + text);

    assertThat(requireNonNull(read(song).cover()).length()).isEqualTo(bytes.length);
    var target = folder.resolve("picture");
    assertThat(ask(desk, song, target.toString()))
        .isEqualTo(new Answer.Cover("image/jpeg", bytes.length));
    assertThat(target).hasSameBinaryContentAs(cover);
  }

  @Test
  void what_browsers_play_is_told() throws IOException {
    assertThat(read(Samples.film(folder, "film.mp4")).codecs().isPlayable()).isTrue();
    assertThat(read(Samples.film(folder, "deep.mp4")).codecs().isPlayable()).isFalse();
    assertThat(read(Samples.film(folder, "film.webm")).codecs().isPlayable()).isTrue();
    assertThat(read(Samples.film(folder, "a.avi", "")).codecs().isPlayable()).isFalse();
    assertThat(read(Samples.song(folder, "a.mp3", "")).codecs().isPlayable()).isTrue();
    assertThat(read(Samples.song(folder, "a.m4a", "-c:a alac")).codecs().isPlayable()).isFalse();
  }

  @Test
  void what_is_no_medium_is_refused_with_a_sentence() throws IOException {
    var text = Files.writeString(folder.resolve("a.mp3"), "just some words");
    assertThat(((Answer.Read) ask(desk, text, "")).media().type()).isEqualTo(MediaType.DOCUMENT);
    var empty = Files.createFile(folder.resolve("b.mp3"));
    assertThat(ask(desk, empty, ""))
        .isEqualTo(new Answer.Unreadable("The file is empty: it has no bytes at all."));
    var zeros = Files.write(folder.resolve("c.mp3"), new byte[100_000]);
    assertThat(ask(desk, zeros, "")).isInstanceOf(Answer.Unreadable.class);
  }

  @Test
  void what_is_not_there_or_not_the_same_has_vanished() throws Exception {
    var song = Samples.song(folder, "a.mp3", "");
    var order = Samples.order(1, song);
    Files.write(song, new byte[1], java.nio.file.StandardOpenOption.APPEND);
    assertThat(desk.answer(new Question(order, ""))).isEqualTo(new Answer.Vanished());
    Files.delete(song);
    assertThat(desk.answer(new Question(order, ""))).isEqualTo(new Answer.Vanished());
    Files.createSymbolicLink(song, Path.of("/dev/zero"));
    assertThat(desk.answer(new Question(order, ""))).isEqualTo(new Answer.Vanished());
    Files.delete(song);
    assertThat(new ProcessBuilder("mkfifo", song.toString()).start().waitFor()).isZero();
    assertThat(desk.answer(new Question(order, ""))).isEqualTo(new Answer.Vanished());
  }

  @Test
  void a_name_may_be_any_bytes() throws Exception {
    var song = Samples.song(folder, "plain.mp3", "");
    var order = Samples.order(1, song);
    var line = "mv plain.mp3 \"$(printf 'a\\377\\200b.mp3')\"";
    var shell = new ProcessBuilder("sh", "-c", line).directory(folder.toFile()).start();
    assertThat(shell.waitFor()).isZero();
    var path = folder + "/a\ueeff\uee80b.mp3";

    var renamed = new contentgremlin.library.ProbeOrder(1, path, order.size(), order.modified());
    assertThat(desk.answer(new Question(renamed, ""))).isInstanceOf(Answer.Read.class);
  }

  private ProbedMedia read(Path file) throws IOException {
    var answer = ask(desk, file, "");
    assertThat(answer).as(file.toString()).isInstanceOf(Answer.Read.class);
    return ((Answer.Read) answer).media();
  }

  private static Answer ask(Desk desk, Path file, String target) throws IOException {
    return desk.answer(new Question(Samples.order(1, file), target));
  }

  private static byte[] frame(String id, String content) {
    return frame(id, content.getBytes(ISO_8859_1));
  }

  /// All so short that both ways to write sizes are the same.
  private static byte[] frame(String id, byte[] content) {
    assertThat(content.length).isLessThan(128);
    return join(
        id.getBytes(ISO_8859_1), ByteBuffer.allocate(6).putInt(content.length).array(), content);
  }

  private static byte[] id3(int version, byte[] frames) {
    int size = frames.length;
    return join(
        "ID3".getBytes(ISO_8859_1),
        new byte[] {(byte) version, 0, 0, 0, 0, (byte) (size >> 7), (byte) (size & 0x7f)},
        frames);
  }

  private static byte[] ape(String key, String value) {
    byte[] text = value.getBytes(UTF_8);
    byte[] item = join(numbers(text.length, 0), (key + "\0").getBytes(ISO_8859_1), text);
    return join(
        item, "APETAGEX".getBytes(ISO_8859_1), numbers(2_000, item.length + 32, 1, 0, 0, 0));
  }

  private static byte[] numbers(int... values) {
    var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  private static byte[] old(String title) {
    var tag = new byte[128];
    byte[] name = ("TAG" + title).getBytes(ISO_8859_1);
    System.arraycopy(name, 0, tag, 0, name.length);
    return tag;
  }

  private static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
