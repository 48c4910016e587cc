package contentgremlin.engine.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.engine.JobHandler.Task;
import contentgremlin.transcode.FilmCheck;
import contentgremlin.transcode.FilmEncode;
import contentgremlin.transcode.FilmPlan;
import contentgremlin.transcode.Ledger;
import contentgremlin.transcode.MediaPlaylist;
import contentgremlin.transcode.SegmentGrid;
import contentgremlin.vault.Digest;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives a new attempt at a film what the one before has finished, if that was cut off.
record Takeover(Attempt attempt, FilmPlan film) {
  private static final System.Logger LOG = System.getLogger(Takeover.class.getName());

  /// Something of an earlier attempt that can be used.
  ///
  /// @param segments of each rung, from the first one on
  private record Find(Path folder, Ledger ledger, int segments, boolean sound) {}

  /// Puts into the attempt's folder what can be used, and what ffmpeg needs to go on from there.
  ///
  /// @return this attempt's own ledger
  Ledger take() throws IOException {
    attempt.createFolders(film.folders());
    String order = order();
    var find = find(order);
    var ledger = Ledger.empty(order, task().job().failures());
    if (find.isPresent()) {
      ledger = take(find.get(), order);
      String from = find.get().folder().getFileName().toString();
      LOG.log(
          Level.INFO,
          "job {0} goes on from {1}: {2} segments of {3} are there, sound {4}",
          task().job().id().value(),
          from,
          ledger.kept(),
          film.rungs().size() == 1 ? "one rung" : film.rungs().size() + " rungs",
          ledger.soundKept() ? "too" : "not");
    }
    new LedgerFile(vault(), task().folder()).create(ledger);
    return ledger;
  }

  private Task task() {
    return attempt.task();
  }

  private Vault vault() {
    return attempt.vault();
  }

  /// Changes with what is asked of ffmpeg, and with the file that it is asked of.
  private String order() throws IOException {
    var encode = new FilmEncode(film, 0);
    var original = Path.of(attempt.original());
    String words =
        String.join("\n", encode.pictures(""))
            + String.join("\n", encode.sound(""))
            + Files.size(original)
            + Files.getLastModifiedTime(original);
    return Digest.of(LedgerFile.sha256().digest(words.getBytes(UTF_8))).hex();
  }

  /// The newest attempt that has a ledger: older ones have given theirs away.
  private Optional<Find> find(String order) throws IOException {
    for (int number = task().job().attempt() - 1; number > 0; number--) {
      var folder = vault().attempt(task().job().id(), number);
      var ledger = new LedgerFile(vault(), folder).read();
      if (ledger.isPresent()) {
        return ledger.filter(found -> found.order().equals(order) && !isStuck(found)).isPresent()
            ? find(folder, ledger.get())
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// Went on from an earlier one, came no further, and that was not for a stop of the server or the
  /// machine: maybe it is just what it went on from that leads nowhere.
  private boolean isStuck(Ledger ledger) {
    return ledger.kept() > 0
        && ledger.segments(pictureFolders()) == ledger.kept()
        && task().job().failures() > ledger.failures();
  }

  private Optional<Find> find(Path folder, Ledger ledger) throws IOException {
    boolean sound = film.hasSoundRun() && ledger.soundWhole();
    for (var file : ledger.files().entrySet()) {
      if (sound && isSound(file.getKey())) {
        sound = LedgerFile.isAsNoted(folder.resolve(file.getKey()), file.getValue());
      }
    }
    int segments = film.keepable(intact(folder, ledger));
    return segments > 0 || sound
        ? Optional.of(new Find(folder, ledger, segments, sound))
        : Optional.empty();
  }

  private boolean isSound(String path) {
    return film.soundFolders().stream().anyMatch(folder -> path.startsWith(folder + "/"));
  }

  private List<String> pictureFolders() {
    return film.rungs().stream().map(FilmPlan::folder).toList();
  }

  /// How many segments of all rungs are on the disk as they were noted.
  private int intact(Path folder, Ledger ledger) throws IOException {
    if (!areIntact(folder, ledger, FilmEncode.INIT)) {
      return 0;
    }
    int noted = ledger.segments(pictureFolders());
    for (int number = 1; number <= noted; number++) {
      if (!areIntact(folder, ledger, SegmentGrid.name(number))) {
        return number - 1;
      }
    }
    return noted;
  }

  private boolean areIntact(Path folder, Ledger ledger, String name) throws IOException {
    for (String rung : pictureFolders()) {
      var entry = ledger.files().get(rung + "/" + name);
      if (entry == null || !LedgerFile.isAsNoted(folder.resolve(rung).resolve(name), entry)) {
        return false;
      }
    }
    return true;
  }

  private Ledger take(Find find, String order) throws IOException {
    var files = new LinkedHashMap<String, Ledger.Entry>();
    if (find.sound()) {
      find.ledger()
          .files()
          .forEach((path, entry) -> {
            if (isSound(path)) {
              files.put(path, entry);
            }
          });
    }
    var joins = new ArrayList<Integer>();
    if (find.segments() > 0) {
      add(files, find.ledger(), FilmEncode.INIT);
      for (int number = 1; number <= find.segments(); number++) {
        add(files, find.ledger(), SegmentGrid.name(number));
      }
      find.ledger().joins().stream().filter(join -> join < find.segments()).forEach(joins::add);
      joins.add(find.segments());
    }
    for (var path : files.keySet()) {
      link(find.folder().resolve(path), attempt.file(path));
    }
    var taken =
        new Ledger(
            order,
            task().job().failures(),
            find.segments(),
            find.sound(),
            joins,
            files,
            find.sound());
    writeLists(taken);
    for (String folder : film.folders()) {
      vault().force(attempt.file(folder));
    }
    return taken;
  }

  private void add(Map<String, Ledger.Entry> files, Ledger ledger, String name) {
    for (String rung : pictureFolders()) {
      String path = rung + "/" + name;
      files.put(path, java.util.Objects.requireNonNull(ledger.files().get(path)));
    }
  }

  /// Both names, until the attempt before is tidied away: a crash in between loses neither.
  private void link(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (UnsupportedOperationException | FileSystemException _) {
      Files.copy(from, to); // a file system without links, or with too many
      vault().force(to);
    }
  }

  private void writeLists(Ledger ledger) throws IOException {
    if (ledger.kept() == 0) {
      return;
    }
    for (String folder : pictureFolders()) {
      Files.writeString(
          attempt.file(folder + "/" + FilmCheck.KEPT_LIST), list(1, ledger.kept()).toText());
      for (int join : ledger.joins()) {
        Files.writeString(
            attempt.file(folder + "/" + FilmCheck.joinList(join)), list(join, join + 1).toText());
      }
    }
  }

  private MediaPlaylist list(int first, int last) {
    var segments = new ArrayList<MediaPlaylist.Segment>();
    for (int number = first; number <= last; number++) {
      segments.add(new MediaPlaylist.Segment(SegmentGrid.name(number), film.grid().length(number)));
    }
    return new MediaPlaylist(FilmEncode.INIT, segments, true);
  }
}
