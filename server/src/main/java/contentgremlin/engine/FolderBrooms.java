package contentgremlin.engine;

import contentgremlin.item.ItemId;
import contentgremlin.item.Rendition;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Supervisor;
import contentgremlin.store.Database;
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
  private static final int ITEMS_AT_ONCE = 2_000;
  private static final Pattern ATTEMPT = Pattern.compile("attempt-(\\d{1,9})");
  private static final Pattern JOB = Pattern.compile("\\d{1,18}");
  private static final Pattern RENDITION = Pattern.compile("([a-z]+)-(\\d{1,18})");

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
  long orphans() throws IOException {
    long ended = 0;
    for (var folder : list(vault.path("job"))) {
      if (JOB.matcher(name(folder)).matches()) {
        ended += endOrphans(folder);
      }
    }
    return ended;
  }

  private long endOrphans(Path folder) throws IOException {
    long ended = 0;
    for (var attempt : list(folder)) {
      var matcher = ATTEMPT.matcher(name(attempt));
      if (matcher.matches()
          && Files.exists(attempt.resolve("process"))
          && !isBeingMade(jobOf(folder), Integer.parseInt(matcher.group(1)))) {
        ended += end(attempt) ? 1 : 0;
      }
    }
    return ended;
  }

  private boolean end(Path attempt) throws IOException {
    var leader = supervisor.started(attempt).filter(supervisor::isAlive);
    leader.ifPresent(process -> supervisor.signal(attempt, process, true));
    return leader.isPresent();
  }

  private boolean isBeingMade(Optional<Job> job, int attempt) {
    return job.isPresent()
        && job.get().attempt() == attempt
        && (job.get().state() instanceof Job.State.Claimed
            || job.get().state() instanceof Job.State.Running);
  }

  /// A failed job keeps its newest attempt's log; all other closed jobs keep nothing.
  long attempts() throws IOException {
    long removed = 0;
    for (var folder : list(vault.path("job"))) {
      if (JOB.matcher(name(folder)).matches() && isOld(folder)) {
        removed += sweepAttempts(folder, jobOf(folder));
      }
    }
    return removed;
  }

  private long sweepAttempts(Path folder, Optional<Job> job) throws IOException {
    if (job.isPresent() && job.get().isOpen()) {
      return 0;
    }
    if (job.isEmpty() || !(job.get().state() instanceof Job.State.Failed)) {
      vault.removeAttempts(new JobId(Long.parseLong(name(folder))));
      return 1;
    }
    long removed = 0;
    for (var attempt : list(folder)) {
      if (attempt.equals(vault.attempt(job.get().id(), job.get().attempt()))) {
        Remains.keepOnly(attempt);
      } else {
        vault.remove("job/" + name(folder) + "/" + name(attempt));
        removed++;
      }
    }
    return removed;
  }

  private Optional<Job> jobOf(Path folder) {
    var id = new JobId(Long.parseLong(name(folder)));
    return database.read(tables -> tables.jobs().find(id));
  }

  /// Folders whose upload is forgotten, and those whose bytes have found another place.
  long uploads() throws IOException {
    long removed = 0;
    for (var folder : list(vault.path("incoming"))) {
      var id = uploadId(name(folder));
      if (id.isPresent() && isOld(folder) && !isNeeded(id.get())) {
        vault.removeUpload(id.get());
        removed++;
      }
    }
    return removed;
  }

  private static Optional<UploadId> uploadId(String name) {
    try {
      return Optional.of(new UploadId(name));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // not ours to judge
    }
  }

  private boolean isNeeded(UploadId id) {
    return database.read(tables -> {
      var upload = tables.uploads().find(id);
      return upload.isPresent()
          && (upload.get().item() == null || RowBrooms.isNeeded(tables, upload.get()));
    });
  }

  /// Renditions that were replaced, or whose item is gone.
  long renditions() throws IOException {
    long removed = 0;
    var part =
        list(vault.path("rendition")).stream()
            .filter(folder -> name(folder).compareTo(renditionsAfter) > 0)
            .limit(ITEMS_AT_ONCE)
            .toList();
    renditionsAfter = part.size() < ITEMS_AT_ONCE ? "" : name(part.getLast());
    for (var folder : part) {
      for (var rendition : list(folder)) {
        if (isOld(rendition) && !isReferred(name(folder), name(rendition))) {
          vault.remove("rendition/" + name(folder) + "/" + name(rendition));
          removed++;
        }
      }
    }
    return removed;
  }

  private boolean isReferred(String item, String folder) {
    var matcher = RENDITION.matcher(folder);
    if (!matcher.matches()) {
      return true; // not ours to judge
    }
    var job = new JobId(Long.parseLong(matcher.group(2)));
    return database.read(tables -> {
      boolean pending = tables.jobs().find(job).filter(Job::isOpen).isPresent();
      return pending
          || tables.items().renditions(new ItemId(item)).stream()
              .map(Rendition::folder)
              .anyMatch(("rendition/" + item + "/" + folder)::equals);
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
