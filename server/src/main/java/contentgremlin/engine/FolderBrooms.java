package contentgremlin.engine;

import contentgremlin.item.ItemId;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Supervisor;
import contentgremlin.store.Database;
import contentgremlin.vault.ContentPlace;
import contentgremlin.vault.UploadId;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The sweeper's work that begins with folders under `content/`: those that no row knows or needs.
///
/// Whatever is young is left alone. It may belong to something that is happening now, or somebody
/// may still be reading it.
final class FolderBrooms {
  private static final Duration GRACE = Duration.ofHours(1);

  /// No tool works longer on a file of a library that it has under another name.
  private static final Duration PLACES_KEPT = Duration.ofDays(7);

  private static final int ITEMS_AT_ONCE = 2_000;
  private static final Pattern ATTEMPT = Pattern.compile("attempt-(\\d{1,9})");
  private static final Pattern JOB = Pattern.compile("\\d{1,18}");

  private final Database database;
  private final Vault vault;
  private final Supervisor supervisor;
  private final InstantSource time;

  /// Where the next look through the renditions begins. Used by one sweep at a time.
  private String renditionsAfter = "";

  FolderBrooms(Database database, Vault vault, Supervisor supervisor, InstantSource time) {
    this.database = database;
    this.vault = vault;
    this.supervisor = supervisor;
    this.time = time;
  }

  /// Tools that work for no job any more: their job was cancelled just before a crash, or given up
  /// by a server that was cut off from them.
  Swept orphans(boolean dry) throws IOException {
    long ended = 0;
    for (var folder : list(vault.path("job"))) {
      if (JOB.matcher(name(folder)).matches()) {
        ended += endOrphans(folder, dry);
      }
    }
    return Swept.of(ended);
  }

  private long endOrphans(Path folder, boolean dry) throws IOException {
    long ended = 0;
    for (var attempt : list(folder)) {
      var matcher = ATTEMPT.matcher(name(attempt));
      if (matcher.matches()
          && Files.exists(attempt.resolve("process"))
          && !isBeingMade(jobOf(folder), Integer.parseInt(matcher.group(1)))) {
        ended += end(attempt, dry) ? 1 : 0;
      }
    }
    return ended;
  }

  private boolean end(Path attempt, boolean dry) throws IOException {
    var leader =
        supervisor.started(attempt).filter(process -> supervisor.isGroupAlive(attempt, process));
    if (!dry) {
      leader.ifPresent(process -> supervisor.signal(attempt, process, true));
    }
    return leader.isPresent();
  }

  private boolean isBeingMade(Optional<Job> job, int attempt) {
    return job.isPresent()
        && job.get().attempt() == attempt
        && (job.get().state() instanceof Job.State.Claimed
            || job.get().state() instanceof Job.State.Running);
  }

  /// A failed job keeps its newest attempt's log; all other closed jobs keep nothing.
  Swept attempts(boolean dry) throws IOException {
    if (!dry) {
      vault.remove(ContentPlace.REMOVED); // what a crash kept from going all the way
      vault.forgetPlaces(time.instant().minus(PLACES_KEPT));
    }
    var swept = Swept.NOTHING;
    for (var folder : list(vault.path("job"))) {
      if (JOB.matcher(name(folder)).matches() && isOld(folder)) {
        swept = swept.plus(sweepAttempts(folder, jobOf(folder), dry));
      }
    }
    return swept;
  }

  private Swept sweepAttempts(Path folder, Optional<Job> job, boolean dry) throws IOException {
    if (job.isPresent() && job.get().isOpen()) {
      return Swept.NOTHING;
    }
    var path = "job/" + name(folder);
    if (job.isEmpty() || !(job.get().state() instanceof Job.State.Failed)) {
      return remove(path, dry);
    }
    var swept = Swept.NOTHING;
    for (var attempt : list(folder)) {
      if (!attempt.equals(vault.attempt(job.get().id(), job.get().attempt()))) {
        swept = swept.plus(remove(path + "/" + name(attempt), dry));
      } else if (!dry) {
        Remains.keepOnly(attempt);
      }
    }
    return swept;
  }

  private Swept remove(String path, boolean dry) throws IOException {
    long bytes = vault.size(path);
    if (!dry) {
      vault.remove(path);
    }
    return new Swept(1, bytes, false);
  }

  private Optional<Job> jobOf(Path folder) {
    var id = new JobId(Long.parseLong(name(folder)));
    return database.read(tables -> tables.jobs().find(id));
  }

  /// Folders whose upload's bytes have found another place. Those of uploads that nobody knows are
  /// only seen to here if nothing is in them; the others are for [Strays].
  Swept uploads(boolean dry) throws IOException {
    var swept = Swept.NOTHING;
    for (var folder : list(vault.path("incoming"))) {
      var id = uploadId(name(folder));
      if (id.isPresent() && isOld(folder) && isSuperfluous(id.get(), folder)) {
        swept = swept.plus(remove("incoming/" + name(folder), dry));
      }
    }
    return swept;
  }

  private static Optional<UploadId> uploadId(String name) {
    try {
      return Optional.of(new UploadId(name));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // not ours to judge
    }
  }

  private boolean isSuperfluous(UploadId id, Path folder) throws IOException {
    var upload = database.read(tables -> tables.uploads().find(id));
    if (upload.isEmpty()) {
      return list(folder).isEmpty();
    }
    return upload.get().item() != null
        && database.read(
            tables -> !RowBrooms.isNeeded(tables, upload.get()) && !tables.items().needs(id));
  }

  /// Renditions that were replaced by newer ones, and folders in which nothing is left.
  Swept renditions(boolean dry) throws IOException {
    var swept = Swept.NOTHING;
    var part =
        list(vault.path("rendition")).stream()
            .filter(folder -> name(folder).compareTo(renditionsAfter) > 0)
            .limit(ITEMS_AT_ONCE)
            .toList();
    for (var folder : part) {
      swept = swept.plus(sweepRenditions(folder, dry));
    }
    boolean more = part.size() == ITEMS_AT_ONCE;
    renditionsAfter = more ? name(part.getLast()) : "";
    return new Swept(swept.count(), swept.bytes(), more);
  }

  private Swept sweepRenditions(Path folder, boolean dry) throws IOException {
    var swept = Swept.NOTHING;
    var renditions = list(folder);
    for (var rendition : renditions) {
      if (isOld(rendition) && isReplaced(name(folder), name(rendition))) {
        swept = swept.plus(remove("rendition/" + name(folder) + "/" + name(rendition), dry));
      }
    }
    if (renditions.isEmpty() && !dry && isOld(folder) && isGone(name(folder))) {
      vault.remove("rendition/" + name(folder));
    }
    return swept;
  }

  /// A job of an item that is still known may be about to put something into an empty folder.
  private boolean isGone(String item) {
    return item.length() <= ItemId.LENGTH_MAX
        && database.read(tables -> tables.items().find(new ItemId(item)).isEmpty());
  }

  private boolean isReplaced(String item, String folder) {
    var place = ContentPlace.of("rendition/" + item + "/" + folder + "/any.json");
    if (!(place instanceof ContentPlace.Made made)) {
      return false; // not ours to judge
    }
    return database.read(tables -> {
      boolean isPending = tables.jobs().find(made.job()).filter(Job::isOpen).isPresent();
      return !isPending
          && tables
              .items()
              .rendition(made.item(), made.kind())
              .filter(current -> current.job().value() > made.job().value())
              .isPresent();
    });
  }

  private boolean isOld(Path folder) throws IOException {
    try {
      Instant changed = Files.getLastModifiedTime(folder).toInstant();
      return changed.isBefore(time.instant().minus(GRACE));
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  /// In a stable order; nothing if the folder does not exist.
  private static List<Path> list(Path folder) throws IOException {
    var found = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(folder)) {
      entries.forEach(found::add);
    } catch (NoSuchFileException | java.nio.file.NotDirectoryException _) {
      return List.of();
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }
}
