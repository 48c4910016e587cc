package contentgremlin.engine.media;

import contentgremlin.transcode.FilmEncode;
import contentgremlin.transcode.FilmPlan;
import contentgremlin.transcode.Fragment;
import contentgremlin.transcode.Ledger;
import contentgremlin.transcode.SegmentGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Notes what ffmpeg has finished of a film: first all its sound, then segment after segment, each
/// once it is there for all rungs, lies in its place and is whole.
///
/// Keeps nothing to itself: the ledger's last line tells what comes next.
record FilmCheckpoint(Attempt attempt, FilmPlan film, LedgerFile ledger) {
  /// Per call.
  private static final int SEGMENTS_MAX = 4;

  private static final int SOUND_FILES_MAX = 64;

  /// No segment of ours is larger.
  private static final int SEGMENT_BYTES_MAX = 256 << 20;

  /// Ends the ledger: the last segment of a film, or something that we did not expect.
  private static final String STOP = "stop\n";

  private static final String FILE = "file ";

  static FilmCheckpoint of(Attempt attempt, FilmPlan film) {
    return new FilmCheckpoint(
        attempt, film, new LedgerFile(attempt.vault(), attempt.task().folder()));
  }

  /// @return whether more is to be done at once
  boolean run() throws IOException {
    String last = ledger.lastLine();
    if (last.isEmpty() || last.equals(STOP.strip())) {
      return false;
    }
    String path = last.startsWith(FILE) ? last.substring(last.lastIndexOf(' ') + 1) : "";
    int noted = segmentNumber(path);
    boolean soundDone = !film.hasSoundRun() || (last + "\n").equals(Ledger.soundLine());
    return (noted > 0 || soundDone) ? segments(noted + 1) : sound(path);
  }

  /// The segment of pictures that this is; 0 if it is none.
  private int segmentNumber(String path) {
    boolean picture = pictureFolders().stream().anyMatch(folder -> path.startsWith(folder + "/"));
    String name = path.substring(path.lastIndexOf('/') + 1);
    return picture && name.endsWith(".m4s") ? Integer.parseInt(name.replace(".m4s", "")) : 0;
  }

  private List<String> pictureFolders() {
    return film.rungs().stream().map(FilmPlan::folder).toList();
  }

  /// The tools run one after the other, each only if the one before went well: where there are
  /// pictures, all sound is there. A list that looks complete says less: ffmpeg also writes one
  /// when it is ended early.
  ///
  /// @param noted the last file that was
  private boolean sound(String noted) throws IOException {
    if (!Files.exists(init(pictureFolders().getFirst(), FilmEncode.INIT))) {
      return false;
    }
    var files = film.soundFolders().stream().flatMap(folder -> names(folder).stream()).toList();
    int done = files.indexOf(noted) + 1;
    var part = files.subList(done, Math.min(files.size(), done + SOUND_FILES_MAX));
    var lines = new StringBuilder();
    for (String file : part) {
      lines.append(note(file, read(attempt.file(file))));
    }
    if (done + part.size() == files.size()) {
      force(film.soundFolders());
      lines.append(Ledger.soundLine());
    }
    ledger.append(lines.toString());
    return true;
  }

  /// In a stable order.
  private List<String> names(String folder) {
    var names = attempt.file(folder).toFile().list();
    return names == null
        ? List.of()
        : Arrays.stream(names).sorted().map(name -> folder + "/" + name).toList();
  }

  private boolean segments(int first) throws IOException {
    var lines = new StringBuilder();
    int number = first;
    while (number < first + SEGMENTS_MAX && isThere(number)) {
      String noted = segment(number);
      lines.append(noted);
      if (noted.equals(STOP)) {
        break;
      }
      number++;
    }
    if (!lines.isEmpty()) {
      force(pictureFolders());
      ledger.append(lines.toString());
    }
    return number == first + SEGMENTS_MAX;
  }

  private boolean isThere(int number) {
    return pictureFolders().stream()
        .allMatch(folder -> Files.exists(attempt.file(folder + "/" + SegmentGrid.name(number))));
  }

  /// @return its lines, or [#STOP]
  private String segment(int number) throws IOException {
    var lines = new StringBuilder();
    for (String folder : pictureFolders()) {
      var init = read(init(folder, FilmEncode.INIT));
      var next = init(folder, FilmEncode.NEXT_INIT);
      String file = folder + "/" + SegmentGrid.name(number);
      var segment = read(attempt.file(file));
      boolean fits = !Files.exists(next) || Arrays.equals(init, read(next));
      if (!fits || !isGood(number, segment, Fragment.timescale(init))) {
        return STOP;
      }
      if (number == 1) {
        lines.append(note(folder + "/" + FilmEncode.INIT, init));
      }
      lines.append(note(file, segment));
    }
    return lines.toString();
  }

  private boolean isGood(int number, byte[] segment, long timescale) {
    return Fragment.parse(segment)
        .filter(fragment -> film.grid().holds(number, fragment, timescale))
        .isPresent();
  }

  private Path init(String folder, String name) {
    return attempt.file(folder + "/" + name);
  }

  private static byte[] read(Path file) throws IOException {
    if (Files.size(file) > SEGMENT_BYTES_MAX) {
      throw new IOException(file + " is larger than anything ffmpeg should have written");
    }
    return Files.readAllBytes(file);
  }

  /// @return the file's line for the ledger; by then its bytes are on the disk
  private String note(String file, byte[] bytes) throws IOException {
    attempt.vault().force(attempt.file(file));
    return Ledger.line(file, LedgerFile.entry(bytes));
  }

  private void force(List<String> folders) throws IOException {
    for (String folder : folders) {
      attempt.vault().force(attempt.file(folder));
    }
  }
}
