package contentgremlin.engine.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.transcode.FilmCheck;
import contentgremlin.transcode.FilmEncode;
import contentgremlin.transcode.FilmPlan;
import contentgremlin.transcode.Fragment;
import contentgremlin.transcode.Ledger;
import contentgremlin.transcode.MediaPlaylist;
import contentgremlin.transcode.SegmentGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/// Makes one stream of what several attempts made of a rung. May be repeated after a crash at any
/// point of it.
record Joining(Attempt attempt, FilmPlan film, Ledger ledger) {
  /// @throws IllegalArgumentException if the parts don't fit
  void join() throws IOException {
    for (var rung : film.rungs()) {
      var folder = attempt.file(FilmPlan.folder(rung));
      if (Files.exists(folder.resolve(FilmEncode.NEXT_LIST))) {
        join(folder);
      }
    }
  }

  private void join(Path folder) throws IOException {
    var kept = MediaPlaylist.parse(Attempt.text(folder.resolve(FilmCheck.KEPT_LIST)));
    var next = MediaPlaylist.parse(Attempt.text(folder.resolve(FilmEncode.NEXT_LIST)));
    var whole = kept.followedBy(next);
    compareInits(folder);
    lookAt(folder, whole);
    var draft = folder.resolve(FilmEncode.LIST + ".new");
    Files.writeString(draft, whole.toText(), UTF_8);
    Files.move(draft, folder.resolve(FilmEncode.LIST), StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(folder.resolve(FilmCheck.KEPT_LIST));
    Files.deleteIfExists(folder.resolve(FilmEncode.NEXT_INIT));
    for (int join : ledger.joins()) {
      Files.deleteIfExists(folder.resolve(FilmCheck.joinList(join)));
    }
    Files.deleteIfExists(folder.resolve(FilmEncode.NEXT_LIST)); // the last: it says what is to do
  }

  private static void compareInits(Path folder) throws IOException {
    var first = Files.readAllBytes(folder.resolve(FilmEncode.INIT));
    var next = Files.readAllBytes(folder.resolve(FilmEncode.NEXT_INIT));
    if (!Arrays.equals(first, next)) {
      throw new IllegalArgumentException(
          folder.getFileName() + ": its parts were encoded differently");
    }
  }

  /// Every segment lies in its place, and only the last may be short.
  private void lookAt(Path folder, MediaPlaylist list) throws IOException {
    long timescale = Fragment.timescale(Files.readAllBytes(folder.resolve(FilmEncode.INIT)));
    int count = list.segments().size();
    for (int number = 1; number <= count; number++) {
      var segment = list.segments().get(number - 1);
      var bytes = Files.readAllBytes(folder.resolve(segment.name()));
      var fragment = Fragment.parse(bytes);
      boolean last = number == count;
      int place = number;
      boolean good =
          segment.name().equals(SegmentGrid.name(number))
              && fragment
                  .filter(found ->
                      last
                          ? film.grid().begins(place, found, timescale)
                          : film.grid().holds(place, found, timescale))
                  .isPresent();
      if (!good) {
        throw new IllegalArgumentException(
            "%s: segment %s is not whole, or not in its place"
                .formatted(folder.getFileName(), segment.name()));
      }
    }
  }
}
