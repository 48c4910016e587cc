package contentgremlin.engine;

import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.vault.CollectionStore.Waiting;
import contentgremlin.vault.ContentLook;
import contentgremlin.vault.ContentPlace;
import contentgremlin.vault.Found;
import contentgremlin.vault.Unreferenced;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Finds files below `content/` that no row refers to, remembers since when, and removes them once
/// their grace is over: an original that a crash left behind while the trash was emptied, what was
/// published for a job that was cancelled at that moment, all that is newer than a database which
/// was put back from a copy.
///
/// It looks in parts, and goes on where it was after a restart. What does not bear a name that we
/// give is only counted. Used by one sweep at a time.
final class Strays {
  /// Files looked at in one turn: some tenths of a second.
  private static final int LOOK = 10_000;

  private static final int PAGE = 500;
  private static final int REMOVED_AT_ONCE = 1_000;
  private static final Duration PAUSE_MAX = Duration.ofHours(6);
  private static final Duration PAUSE_MIN = Duration.ofMinutes(1);

  /// More than this, and more bytes than all that is known: then a person should look first.
  private static final int MANY = 100;

  private final Database database;
  private final Vault vault;
  private final InstantSource time;
  private final ContentCheck check;
  private final BooleanSupplier isStopped;

  Strays(Database database, Vault vault, InstantSource time, BooleanSupplier isStopped) {
    this.database = database;
    this.vault = vault;
    this.time = time;
    this.check = new ContentCheck(database, vault);
    this.isStopped = isStopped;
  }

  /// The next part of a look, if one is due. Whenever one comes to its end, what is due goes.
  Swept turn() throws IOException {
    var look = begin();
    if (!look.isUnderWay() && !isDue(look)) {
      return Swept.NOTHING;
    }
    return part(look) ? remove(false, false) : Swept.NOTHING;
  }

  /// Looks through everything, from the start.
  void lookThrough() throws IOException {
    var look = begin();
    look = new ContentLook(look.place(), "", 0, List.of(), look.ended());
    while (!part(look) && !isStopped.getAsBoolean()) {
      look = begin();
    }
  }

  private boolean isDue(ContentLook look) {
    if (look.ended() == null) {
      return true;
    }
    var half = grace().dividedBy(2);
    var pause = half.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : half;
    pause = pause.compareTo(PAUSE_MIN) < 0 ? PAUSE_MIN : pause;
    return !look.ended().plus(pause).isAfter(time.instant());
  }

  Duration grace() {
    return database.read(tables -> Setting.UNREFERENCED_KEPT.duration(tables.settings()));
  }

  /// In another folder than before, nothing seen so far means anything: every grace starts anew.
  private ContentLook begin() throws IOException {
    long place = vault.place();
    var known = database.read(tables -> tables.collection().look());
    if (known.isPresent() && known.get().place() == place) {
      return known.get();
    }
    var fresh = new ContentLook(place, "", 0, List.of(), null);
    database.write(tables -> {
      tables.collection().seeAllAnew(time.instant());
      tables.collection().put(fresh);
      return fresh;
    });
    return fresh;
  }

  /// @return whether this was the last part
  private boolean part(ContentLook look) throws IOException {
    var files = vault.walk(look.after(), LOOK);
    boolean isEnd = files.size() < LOOK;
    var part = database.read(tables -> judge(tables, files));
    var seen = new ArrayList<Unreferenced>();
    for (var unit : part.units()) {
      seen.add(new Unreferenced(unit, vault.size(unit), time.instant()));
    }
    var next = after(look, part, isEnd ? "" : files.getLast().path());
    database.write(tables -> {
      seen.forEach(tables.collection()::see);
      tables.collection().put(next);
      return next;
    });
    if (isEnd) {
      forgetWhatIsNeeded();
    }
    return isEnd;
  }

  private ContentLook after(ContentLook look, Part part, String after) {
    boolean isFirst = look.after().isEmpty();
    var examples = new ArrayList<String>(isFirst ? List.of() : look.examples());
    part.strange().stream()
        .limit(ContentLook.EXAMPLES_MAX - examples.size())
        .forEach(examples::add);
    return new ContentLook(
        look.place(),
        after,
        (isFirst ? 0 : look.strange()) + part.strange().size(),
        examples,
        after.isEmpty() ? time.instant() : look.ended());
  }

  /// @param units that nothing refers to
  /// @param strange files that are not ours
  private record Part(TreeSet<String> units, List<String> strange) {}

  private static Part judge(Database.Tables tables, List<Found> files) {
    var part = new Part(new TreeSet<>(), new ArrayList<>());
    @Nullable String unit = null;
    Reference reference = new Reference.Strange();
    for (var file : files) {
      var place = ContentPlace.of(file.path());
      if (!place.unit().equals(unit)) {
        unit = place.unit();
        reference = Reference.to(tables, place);
      }
      if (isStrange(file, reference)) {
        part.strange().add(file.path());
      } else if (reference instanceof Reference.None) {
        part.units().add(unit);
      }
    }
    return part;
  }

  private static boolean isStrange(Found file, Reference reference) {
    return switch (reference) {
      case Reference.Strange _ -> true;
      case Reference.Made(var files) -> !files.contains(file.path());
      case Reference.Needed _, Reference.None _ -> !file.isRegular();
    };
  }

  /// What was taken up by an item meanwhile, or is not there any more.
  private void forgetWhatIsNeeded() {
    @Nullable String after = null;
    List<Unreferenced> page;
    do {
      var last = after;
      page = database.read(tables -> tables.collection().list(last, PAGE));
      for (var file : page) {
        forgetIfNeeded(file);
        after = file.path();
      }
    } while (page.size() == PAGE);
  }

  private void forgetIfNeeded(Unreferenced file) {
    boolean isThere = Files.exists(vault.path(file.path()), LinkOption.NOFOLLOW_LINKS);
    if (isThere && database.read(tables -> isUnreferenced(tables, file.path()))) {
      return;
    }
    database.write(tables -> {
      tables.collection().forget(file.path());
      return file;
    });
  }

  private static boolean isUnreferenced(Database.Tables tables, String unit) {
    return Reference.to(tables, place(unit)) instanceof Reference.None;
  }

  /// What a unit holds is told from the name of any file that would be in it.
  private static ContentPlace place(String unit) {
    if (unit.startsWith("rendition/")) {
      return ContentPlace.of(unit + "/any.json");
    }
    return ContentPlace.of(unit.startsWith("incoming/") ? unit + "/data" : unit);
  }

  /// What may be said of the files that wait.
  Waiting waiting() {
    return database.read(tables -> {
      var grace = Setting.UNREFERENCED_KEPT.duration(tables.settings());
      return tables.collection().waiting(time.instant().minus(grace));
    });
  }

  /// @param now whether to remove what still waits for the end of its grace, too
  /// @return why nothing is removed, in words for a person; the empty string if it may be
  String complaint(boolean now) {
    var complaint = check.complaint();
    if (!complaint.isEmpty() || now) {
      return complaint;
    }
    var waiting = waiting();
    long known = database.read(tables -> tables.files().totalSize());
    return waiting.due() > MANY && waiting.dueBytes() > known
        ? "nothing refers to more than half of content/; is this the right database? “gremlin"
            + " collect --dry-run” shows more, “gremlin collect --now” removes it"
        : "";
  }

  /// @param dry whether to only say what would be done
  Swept remove(boolean dry, boolean now) throws IOException {
    if (!complaint(now).isEmpty()) {
      return Swept.NOTHING;
    }
    if (dry) {
      var waiting = waiting();
      return now
          ? new Swept(waiting.files(), waiting.bytes(), false)
          : new Swept(waiting.due(), waiting.dueBytes(), false);
    }
    var limit = now ? time.instant() : time.instant().minus(grace());
    var due = database.read(tables -> tables.collection().seenBefore(limit, REMOVED_AT_ONCE));
    var swept = Swept.NOTHING;
    for (var file : due) {
      if (isStopped.getAsBoolean()) {
        return swept;
      }
      swept = swept.plus(remove(file, limit));
    }
    return new Swept(swept.count(), swept.bytes(), due.size() == REMOVED_AT_ONCE);
  }

  /// In one transaction it is looked at once more and taken away by a rename. New items come in by
  /// the same writer: either this sees the new item, or that one does not see the file.
  private Swept remove(Unreferenced file, Instant limit) throws IOException {
    if (hasStrangers(file.path())) {
      return Swept.NOTHING;
    }
    var aside = ContentPlace.REMOVED + "/" + file.path().replace('/', '-');
    boolean taken =
        database.write(tables -> {
          var known = tables.collection().find(file.path());
          if (known.isEmpty() || known.get().seen().isAfter(limit)) {
            return false; // every grace began anew meanwhile
          }
          tables.collection().forget(file.path());
          if (!isUnreferenced(tables, file.path())) {
            return false;
          }
          tables.files().remove(file.path());
          move(file.path(), aside);
          return true;
        });
    if (!taken) {
      return Swept.NOTHING;
    }
    vault.remove(ContentPlace.REMOVED);
    return new Swept(1, file.size(), false);
  }

  private void move(String from, String to) {
    try {
      vault.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException("could not take " + from + " away", e);
    }
  }

  /// Whether somebody put a file of his own into this folder.
  private boolean hasStrangers(String unit) throws IOException {
    var after = unit;
    while (true) {
      var files = vault.walk(after, PAGE);
      for (var file : files) {
        if (!file.path().startsWith(unit + "/")) {
          return false;
        }
        if (!file.isRegular() || !ContentPlace.of(file.path()).unit().equals(unit)) {
          return true;
        }
        after = file.path();
      }
      if (files.size() < PAGE) {
        return false;
      }
    }
  }
}
