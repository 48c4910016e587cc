package contentgremlin.engine.upload;

import static contentgremlin.engine.upload.Outcome.refused;

import contentgremlin.account.Actor;
import contentgremlin.engine.upload.Outcome.Accepted;
import contentgremlin.engine.upload.Outcome.Reason;
import contentgremlin.engine.upload.Outcome.Refused;
import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.store.StoreException;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What people do with uploads: begin them, add bytes, ask how far they are, drop them. The rules
/// are those of tus 1.0, without its HTTP. Thread-safe; calls that take bytes or finish wait.
public final class Uploads implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Uploads.class.getName());

  /// More at once are asked to come again later.
  private static final int WRITERS_MAX = 256;

  /// A writer from whose client nothing came for [#POLLS_UNTIL_SILENT] polls gives way to a new
  /// one; one that moves is waited for that long, then the new one is refused.
  private static final long POLL_MS = 100;

  private static final int POLLS_UNTIL_SILENT = 20;
  private static final int POLLS_UNTIL_GONE = 50;

  private static final Duration FINISH_WAIT = Duration.ofSeconds(50);
  private static final Duration LOOK_WAIT = Duration.ofSeconds(5);
  private static final int START_BATCH = 10_000;
  private static final String ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int ID_LENGTH = 26;

  private final Semaphore writers = new Semaphore(WRITERS_MAX);
  private final Map<UploadId, Gate> active = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("upload-", 0).factory());
  private final Database database;
  private final Vault vault;
  private final InstantSource time;
  private final RandomGenerator random;
  private final Digests digests;
  private final Receiver receiver;
  private final Finisher finisher;

  /// @param random MUST be one that can't be predicted: its numbers are addresses
  public Uploads(Database database, Vault vault, InstantSource time, RandomGenerator random) {
    this.database = database;
    this.vault = vault;
    this.time = time;
    this.random = random;
    this.digests = new Digests(vault, threads);
    this.receiver = new Receiver(database, vault, time, threads, digests);
    this.finisher =
        new Finisher(
            database,
            new Joining(database, vault, receiver),
            new Completion(database, vault, time, random, digests),
            threads);
  }

  /// @param length promised bytes, or [Upload#LENGTH_DEFERRED]
  /// @param parts the complete partial uploads that a final one is made of
  public record Wanted(
      Upload.Kind kind, long length, Map<String, String> metadata, List<UploadId> parts) {
    public static Wanted whole(long length, Map<String, String> metadata) {
      return new Wanted(Upload.Kind.WHOLE, length, metadata, List.of());
    }
  }

  /// @param contentLength of the body, or -1 if not told
  /// @param length the now promised length of an upload that had deferred it, or
  ///   [Upload#LENGTH_DEFERRED]
  public record Addition(
      long offset,
      InputStream body,
      long contentLength,
      long length,
      @Nullable Checksum checksum) {}

  /// Goes on with what a crash left between the last byte and the item; returns at once.
  public void start() {
    threads.execute(this::finishAll);
  }

  private void finishAll() {
    // All expire some day: this is the way to list them.
    var horizon = time.instant().plus(Duration.ofDays(36_500));
    for (var upload : database.read(tables -> tables.uploads().expired(horizon, START_BATCH))) {
      if (isToFinish(upload)) {
        finishInTurn(upload);
      }
    }
  }

  /// One that can't be finished holds up nobody behind it.
  private void finishInTurn(Upload upload) {
    try {
      finisher.finish(upload, Duration.ofDays(1));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "cannot finish the upload " + upload.id().value(), e);
    }
  }

  private static boolean isToFinish(Upload upload) {
    return switch (upload.kind()) {
      case WHOLE -> upload.isComplete() && upload.item() == null;
      case FINAL -> upload.item() == null;
      case PARTIAL -> false;
    };
  }

  /// Begins an upload. An empty one is complete at once.
  public Outcome create(Actor actor, Wanted wanted) {
    var complaint = complaintAbout(actor, wanted);
    if (complaint != null) {
      return complaint;
    }
    var id = newId();
    try {
      var outcome = database.write(tables -> add(tables, actor, wanted, id));
      if (outcome instanceof Accepted(var upload)) {
        vault.createUpload(upload.id());
        return isToFinish(upload) ? finisher.finish(upload, FINISH_WAIT) : outcome;
      }
      return outcome;
    } catch (IOException e) {
      forget(id);
      return Receiver.explain(e);
    } catch (StoreException.Full _) {
      return UploadRules.noSpace();
    }
  }

  /// Says beforehand whether about so many bytes could be taken at all.
  ///
  /// @param bytes -1 if not known
  /// @return a refusal, or null
  public @Nullable Refused complaintAbout(Actor actor, long bytes) {
    return complaintAbout(actor, Wanted.whole(Math.max(bytes, Upload.LENGTH_DEFERRED), Map.of()));
  }

  private @Nullable Refused complaintAbout(Actor actor, Wanted wanted) {
    var complaint = UploadRules.complaintAbout(actor);
    if (complaint == null && wanted.length() < Upload.LENGTH_DEFERRED) {
      complaint = refused(Reason.INVALID, "A length can't be negative.");
    }
    if (complaint == null) {
      complaint = UploadRules.complaintAbout(wanted.metadata());
    }
    if (complaint == null && wanted.kind() != Upload.Kind.FINAL) {
      complaint =
          database.read(tables ->
              UploadRules.complaintAboutLength(tables, actor.accountId(), wanted.length()));
    }
    return complaint == null ? complaintAboutSpace(wanted) : complaint;
  }

  private @Nullable Refused complaintAboutSpace(Wanted wanted) {
    try {
      long reserve = database.read(tables -> Setting.DISK_RESERVE.number(tables.settings()));
      long room = vault.freeBytes() - reserve;
      return room < 0 || wanted.length() > room ? UploadRules.noSpace() : null;
    } catch (IOException e) {
      return Receiver.explain(e);
    }
  }

  private Outcome add(Database.Tables tables, Actor actor, Wanted wanted, UploadId id) {
    long length = wanted.length();
    if (wanted.kind() == Upload.Kind.FINAL) {
      length = 0;
      for (var part : wanted.parts()) {
        var found = tables.uploads().find(part).filter(one -> UploadRules.mayUse(actor, one));
        var complaint = complaintAboutPart(found);
        if (complaint != null) {
          return complaint;
        }
        length += found.map(Upload::length).orElse(0L);
      }
    } else {
      // The parts of a final one were counted when they began.
      var complaint = UploadRules.complaintAboutLength(tables, actor.accountId(), length);
      if (complaint != null) {
        return complaint;
      }
    }
    var now = time.instant();
    var upload =
        new Upload(
            id,
            actor.accountId(),
            wanted.kind(),
            length,
            0,
            wanted.metadata(),
            wanted.parts(),
            null,
            now,
            expiry(tables, now));
    tables.uploads().add(upload);
    return new Accepted(upload);
  }

  private static @Nullable Refused complaintAboutPart(Optional<Upload> part) {
    if (part.isEmpty()) {
      return refused(Reason.INVALID, "One of the parts is not known.");
    }
    if (part.get().kind() != Upload.Kind.PARTIAL) {
      return refused(Reason.INVALID, "Only partial uploads can be joined.");
    }
    return part.get().isComplete()
        ? null
        : refused(Reason.INVALID, "One of the parts is not complete yet.");
  }

  private static Instant expiry(Database.Tables tables, Instant now) {
    return now.plus(Setting.UPLOAD_EXPIRES.duration(tables.settings()));
  }

  /// The upload as it is; finishes it first if a crash, or a silent client, left that to do.
  public Outcome find(UploadId id, Actor actor) throws InterruptedException {
    var found = visible(id, actor);
    if (found.isEmpty()) {
      return unknown();
    }
    var upload = found.get();
    return isToFinish(upload) && !active.containsKey(id)
        ? lenient(finisher.finish(upload, LOOK_WAIT), upload)
        : new Accepted(upload);
  }

  /// Whoever only looks at an upload is told how far it is, even if it can't be finished now.
  private static Outcome lenient(Outcome outcome, Upload upload) {
    return outcome instanceof Refused(var reason, _) && reason == Reason.NO_SPACE
        ? new Accepted(upload)
        : outcome;
  }

  private Optional<Upload> visible(UploadId id, Actor actor) {
    return database
        .read(tables -> tables.uploads().find(id))
        .filter(upload -> UploadRules.mayUse(actor, upload));
  }

  /// The bytes that are durable so far.
  ///
  /// @param length how many of the file's bytes those are
  /// @param item null while it is not complete: then the file still grows
  public record Received(Path file, long length, @Nullable Item item) {}

  /// Where the upload's bytes are now; empty if they were removed meanwhile, with their item.
  public Optional<Received> received(Upload upload) {
    var id = upload.item();
    if (id == null) {
      return Optional.of(new Received(vault.uploadData(upload.id()), upload.offset(), null));
    }
    return database
        .read(tables -> tables.items().find(id))
        .map(item -> new Received(vault.original(item), upload.offset(), item));
  }

  /// The largest upload that is taken, in bytes.
  public long sizeMax() {
    return database.read(tables -> Setting.UPLOAD_SIZE_MAX.number(tables.settings()));
  }

  /// The actor's unfinished uploads, newest first.
  public List<Upload> unfinished(Actor actor, int limit) {
    return actor.canUpload()
        ? database.read(tables -> tables.uploads().unfinished(actor.accountId(), limit))
        : List.of();
  }

  /// Adds bytes. What came before an interruption is kept.
  public Outcome append(UploadId id, Actor actor, Addition addition) throws InterruptedException {
    if (visible(id, actor).isEmpty()) {
      return unknown();
    }
    if (!writers.tryAcquire()) {
      return refused(Reason.BUSY, "Too many uploads at once; try again in a moment.");
    }
    try {
      var gate = enter(id);
      if (gate == null) {
        return refused(Reason.LOCKED, "Another request is adding bytes to this upload.");
      }
      try {
        return append(id, addition, gate);
      } finally {
        active.remove(id, gate);
        gate.leave();
      }
    } finally {
      writers.release();
    }
  }

  private Outcome append(UploadId id, Addition addition, Gate gate) throws InterruptedException {
    var prepared = prepare(id, addition);
    if (!(prepared instanceof Ready(var upload, var limit))) {
      return ((Not) prepared).refused();
    }
    if (limit == 0 && addition.contentLength() <= 0) {
      return isToFinish(upload) ? finisher.finish(upload, FINISH_WAIT) : new Accepted(upload);
    }
    var outcome = receiver.receive(upload, addition.body(), limit, gate, addition.checksum());
    if (!(outcome instanceof Accepted(var grown))) {
      return outcome;
    }
    if (grown.length() == Upload.LENGTH_DEFERRED && grown.offset() == upload.offset() + limit) {
      return refused(Reason.TOO_LARGE, "The upload has reached the limit, or your quota.");
    }
    return isToFinish(grown) ? finisher.finish(grown, FINISH_WAIT) : outcome;
  }

  private sealed interface Prepared {}

  /// @param limit how many bytes may come
  private record Ready(Upload upload, long limit) implements Prepared {}

  private record Not(Refused refused) implements Prepared {}

  private Prepared prepare(UploadId id, Addition addition) {
    return database.<Prepared>write(tables -> {
      var found = tables.uploads().find(id);
      if (found.isEmpty()) {
        return new Not(unknown());
      }
      var upload = found.get();
      if (upload.kind() == Upload.Kind.FINAL) {
        return new Not(
            refused(Reason.FORBIDDEN, "A final upload takes no bytes, only its parts do."));
      }
      if (upload.offset() != addition.offset()) {
        return new Not(
            refused(
                Reason.OFFSET,
                "The upload has %d bytes, so it can't go on at %d."
                    .formatted(upload.offset(), addition.offset())));
      }
      return promise(tables, upload, addition);
    });
  }

  private Prepared promise(Database.Tables tables, Upload upload, Addition addition) {
    boolean isPromise =
        addition.length() != Upload.LENGTH_DEFERRED && addition.length() != upload.length();
    var complaint = isPromise ? complaintAboutPromise(tables, upload, addition.length()) : null;
    if (complaint != null) {
      return new Not(complaint);
    }
    var promised = isPromise ? upload.promising(addition.length()) : upload;
    long limit =
        promised.length() == Upload.LENGTH_DEFERRED
            ? UploadRules.growth(tables, promised)
            : promised.length() - promised.offset();
    if (addition.contentLength() > limit) {
      return new Not(
          promised.length() == Upload.LENGTH_DEFERRED
              ? UploadRules.overQuota(limit)
              : refused(Reason.TOO_LARGE, "The body is longer than what the upload lacks."));
    }
    if (isPromise) {
      tables.uploads().update(promised);
    }
    return new Ready(promised, limit);
  }

  private static @Nullable Refused complaintAboutPromise(
      Database.Tables tables, Upload upload, long length) {
    if (upload.length() != Upload.LENGTH_DEFERRED) {
      return refused(Reason.INVALID, "The length of an upload can't change.");
    }
    return length < upload.offset()
        ? refused(Reason.INVALID, "The upload is longer than that already.")
        : UploadRules.complaintAboutGrowth(tables, upload.owner(), upload.offset(), length);
  }

  /// Waits a little for the writer before us; ends it if nothing comes from its client.
  private @Nullable Gate enter(UploadId id) throws InterruptedException {
    var mine = new Gate();
    long seen = -1;
    int silent = 0;
    for (int poll = 0; poll < POLLS_UNTIL_GONE; poll++) {
      var other = active.putIfAbsent(id, mine);
      if (other == null) {
        return mine;
      }
      boolean moved = other.received() != seen;
      silent = moved ? 0 : silent + 1;
      seen = other.received();
      if (silent >= POLLS_UNTIL_SILENT) {
        other.close();
      } else if (moved && poll >= POLLS_UNTIL_SILENT) {
        return null;
      }
      other.awaitLeft(POLL_MS);
    }
    return null;
  }

  /// Says that an upload with deferred length has all its bytes, and what they are.
  public Outcome seal(UploadId id, Actor actor, Map<String, String> metadata) {
    var complaint = UploadRules.complaintAbout(metadata);
    if (complaint != null) {
      return complaint;
    }
    var sealed =
        database.write(tables -> {
          var found = tables.uploads().find(id).filter(one -> UploadRules.mayUse(actor, one));
          var complete = found.map(upload -> described(upload, metadata));
          complete.ifPresent(tables.uploads()::update);
          return complete;
        });
    return sealed.isEmpty() ? unknown() : finisher.finish(sealed.get(), FINISH_WAIT);
  }

  private static Upload described(Upload upload, Map<String, String> metadata) {
    var all = new HashMap<>(upload.metadata());
    all.putAll(metadata);
    return new Upload(
        upload.id(),
        upload.owner(),
        upload.kind(),
        upload.offset(),
        upload.offset(),
        all,
        upload.parts(),
        upload.item(),
        upload.created(),
        upload.expires());
  }

  /// Drops the upload. If it has become an item already, that stays.
  public Outcome terminate(UploadId id, Actor actor) throws InterruptedException {
    var found = visible(id, actor);
    if (found.isEmpty()) {
      return unknown();
    }
    var writer = active.get(id);
    if (writer != null) {
      writer.close();
      writer.awaitLeft(POLL_MS * POLLS_UNTIL_GONE);
    }
    remove(found.get());
    return new Accepted(found.get());
  }

  private void remove(Upload upload) {
    boolean isFree =
        database.write(tables -> {
          var current = tables.uploads().find(upload.id());
          if (current.isPresent() && isNeeded(tables, current.get())) {
            return false;
          }
          tables.uploads().remove(upload.id());
          return true;
        });
    if (isFree) {
      digests.forget(upload.id());
      removeBytes(upload.id());
    }
  }

  /// Whether an item's only bytes are in it: until they are moved, the row keeps them from being
  /// collected.
  private static boolean isNeeded(Database.Tables tables, Upload upload) {
    var id = upload.item();
    return id != null
        && tables
            .items()
            .find(id)
            .filter(item -> item.source() instanceof Source.Owned owned && !owned.isKept())
            .isPresent();
  }

  private void forget(UploadId id) {
    database.write(tables -> {
      tables.uploads().remove(id);
      return null;
    });
    removeBytes(id);
  }

  private void removeBytes(UploadId id) {
    try {
      vault.removeUpload(id);
    } catch (IOException _) {
      // Nothing refers to these bytes any more: collection finds them.
    }
  }

  private UploadId newId() {
    var bytes = new byte[ID_LENGTH];
    random.nextBytes(bytes);
    var text = new StringBuilder(ID_LENGTH);
    for (byte one : bytes) {
      text.append(ID_ALPHABET.charAt(one & 31));
    }
    return new UploadId(text.toString());
  }

  private static Refused unknown() {
    return refused(Reason.UNKNOWN, "There is no such upload.");
  }

  /// Ends what is being received at this moment: what came is kept, and the clients go on from
  /// there.
  public void cut() {
    active.values().forEach(Gate::close);
  }

  @Override
  public void close() {
    cut();
    threads.shutdown();
  }
}
