package contentgremlin.engine;

import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import contentgremlin.job.Progress;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.vault.Digest;
import contentgremlin.worker.Lease;
import contentgremlin.worker.OutputList;
import contentgremlin.worker.WorkOrder;
import contentgremlin.worker.WorkResult;
import contentgremlin.worker.WorkerInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lends jobs to other machines. What is lent stands in the job's row, as for a job that is done
/// here: only whoever the row names may go on, so two never do the same, and a restart changes
/// nothing. Thread-safe.
///
/// The server plans an attempt, and judges and publishes what comes of it; the worker runs the
/// tools that the handler says may run anywhere, and learns nothing else.
public final class Lending {
  private static final System.Logger LOG = System.getLogger(Lending.class.getName());

  /// Queued jobs of a lane that are looked at for one that can be lent.
  private static final int LOOKS_AT = 100;

  private static final int SECRET_BYTES = 24;

  /// Light work last: what is only fetched and sent again is done faster here.
  private static final List<Lane> LANES = List.of(Lane.PROCESSOR, Lane.LIGHT);

  /// Which work goes to workers, as [Setting#WORKER_JOBS] says.
  private static final String NEVER = "never";

  private static final String BUSY = "busy";

  private final Workshop shop;
  private final Shelf shelf;
  private final WorkerBook book;
  private final SecureRandom random = new SecureRandom();
  private final WorkSignal news = new WorkSignal();

  /// Of attempts that are lent; only for show.
  private final Map<JobId, Progress> progress = new ConcurrentHashMap<>();

  /// Held while a lease's outputs are written.
  private final Map<Lease, ReentrantLock> writing = new ConcurrentHashMap<>();

  /// The runner, as far as it matters here.
  interface Shelf {
    boolean isOpen();

    /// Whether a job of this lane would find a place here.
    boolean hasPlace(Database.Tables tables, Lane lane);

    /// Whether tools of this job still run here.
    boolean has(JobId job);

    /// The row names this runner now: it goes on with it.
    void goOn(Job job);
  }

  Lending(Workshop shop, Shelf shelf) {
    this.shop = shop;
    this.shelf = shelf;
    this.book = new WorkerBook(shop.database(), shop.time());
  }

  /// What became of a request about a lease.
  public sealed interface Answer<T> {
    record Granted<T>(T value) implements Answer<T> {}

    /// The lease is over: whatever its worker has made is of no use.
    record Over<T>(String why) implements Answer<T> {}

    /// It makes no sense.
    record Wrong<T>(String why) implements Answer<T> {}

    /// Not now; the same may go well in a moment.
    record Later<T>(String why) implements Answer<T> {}
  }

  /// Gives the job that is most wanted among those that can be lent, once there is one.
  ///
  /// @param spaceBytes no larger input
  /// @param patience how long to wait for one
  public Optional<WorkOrder> lease(WorkerInfo worker, long spaceBytes, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    if (shelf.isOpen()) {
      book.heard(worker);
    }
    while (shelf.isOpen()) {
      long seen = news.count();
      var lease = take(worker, spaceBytes);
      if (lease.isPresent()) {
        var order = prepare(lease.get());
        if (order.isPresent()) {
          return order;
        }
      } else if (!news.await(seen, deadline - System.nanoTime())) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// To be called now and then.
  void lookForSilentWorkers() {
    book.lookForSilent();
  }

  /// Something was committed, or the server stops: whoever waits for work looks again.
  void wake() {
    news.tell();
  }

  /// A job that is a worker's now, but not planned yet.
  private record Taken(Lease lease, Job job, Item item) {}

  private Optional<Taken> take(WorkerInfo worker, long spaceBytes) {
    var secret = Credentials.random(random).substring(0, SECRET_BYTES);
    boolean isAny =
        shop.database().read(tables -> find(tables, spaceBytes).findFirst().isPresent());
    return isAny
        ? shop.database()
            .write(tables ->
                find(tables, spaceBytes)
                    .findFirst()
                    .flatMap(job -> claim(tables, job, worker, secret)))
        : Optional.empty();
  }

  private Stream<Job> find(Database.Tables tables, long spaceBytes) {
    var mode = Setting.WORKER_JOBS.text(tables.settings());
    if (mode.equals(NEVER) || !shelf.isOpen()) {
      return Stream.empty();
    }
    var now = shop.time().instant();
    return LANES.stream()
        .filter(lane -> !mode.equals(BUSY) || !shelf.hasPlace(tables, lane))
        .flatMap(lane -> tables.jobs().claimable(lane, now, LOOKS_AT).stream())
        .filter(job -> canBeLent(tables, job, spaceBytes));
  }

  private boolean canBeLent(Database.Tables tables, Job job, long spaceBytes) {
    var handler = shop.handlers().get(job.kind());
    if (handler == null || handler.yields().isEmpty() || shelf.has(job.id())) {
      return false;
    }
    return Optional.ofNullable(job.item())
        .flatMap(tables.items()::find)
        .filter(item -> !item.isTrashed() && item.source().size() <= spaceBytes)
        .isPresent();
  }

  private Optional<Taken> claim(Database.Tables tables, Job job, WorkerInfo worker, String secret) {
    var now = shop.time().instant();
    var item = tables.items().find(Objects.requireNonNull(job.item())).orElseThrow();
    var handler = Objects.requireNonNull(shop.handlers().get(job.kind()));
    var lease = new Lease(job.id(), secret);
    var lent =
        job.claim(lease.runner(), now.plus(Lease.TIME))
            .placed(WorkerBook.id(worker).value(), handler.output(job, item));
    return tables.jobs().replace(job, lent, now)
        ? Optional.of(new Taken(lease, lent, item))
        : Optional.empty();
  }

  /// Plans the attempt.
  ///
  /// @return empty if there is nothing in it for a worker; then it is dealt with already
  private Optional<WorkOrder> prepare(Taken taken) {
    var job = taken.job();
    var handler = Objects.requireNonNull(shop.handlers().get(job.kind()));
    try {
      var folder = shop.vault().createAttempt(job.id(), job.attempt());
      var task = new JobHandler.Task(job, taken.item(), folder);
      return switch (handler.plan(task)) {
        case JobHandler.Plan.Refuse(var ending) -> settle(taken, ending);
        case JobHandler.Plan.Nothing() -> keep(taken, folder, List.of());
        case JobHandler.Plan.Run run when handler.lendable(run) == 0 -> {
          PlanNote.of(run, null).write(folder);
          yield keep(taken, folder, run.tools());
        }
        case JobHandler.Plan.Run run -> lend(taken, handler, folder, run);
      };
    } catch (UncheckedIOException e) {
      return failed(taken, Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e)));
    } catch (IOException e) {
      return failed(taken, e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a fault of this program while planning " + job, e);
      return settle(taken, new Ending.Failed("a fault of this program: " + e));
    }
  }

  private Optional<WorkOrder> failed(Taken taken, IOException failure) {
    LOG.log(Level.WARNING, "cannot lend " + taken.job(), failure);
    if (Trouble.isFullDisk(failure)) {
      settlement(taken.lease())
          .postpone(taken.job(), "the disk is full; free some room and this goes on by itself");
      new Leftovers(shop.vault(), taken.job()).prune();
      return Optional.empty();
    }
    return settle(taken, new Ending.Failed(Trouble.inWords(failure)));
  }

  private Optional<WorkOrder> settle(Taken taken, Ending ending) {
    new Leftovers(shop.vault(), taken.job()).distrust();
    settlement(taken.lease()).settle(taken.job(), ending, (_, _) -> {});
    new Leftovers(shop.vault(), taken.job()).prune();
    return Optional.empty();
  }

  /// There is nothing in it for others: it is done here after all.
  private Optional<WorkOrder> keep(Taken taken, Path folder, List<contentgremlin.job.Tool> tools)
      throws IOException {
    new LentPlan(tools, 0).write(folder);
    new Delivery(folder).accept(new WorkResult.Done());
    if (settlement(taken.lease()).start(taken.job(), null)) {
      takeBack(taken.lease());
    }
    return Optional.empty();
  }

  private Optional<WorkOrder> lend(
      Taken taken, JobHandler handler, Path folder, JobHandler.Plan.Run run) throws IOException {
    var note = PlanNote.of(run, stallLimit());
    note.write(folder);
    int lent = handler.lendable(run);
    new LentPlan(run.tools(), lent).write(folder);
    var original = shop.vault().original(taken.item()).toAbsolutePath();
    var input = input(taken.item(), original);
    var order =
        new WorkOrder(
            taken.lease(),
            taken.job().kind(),
            taken.job().attempt(),
            input,
            Inputs.folders(folder),
            run.tools().subList(0, lent).stream()
                .map(tool -> Inputs.renamed(tool, original.toString(), input.path()))
                .toList(),
            note.limits(),
            note.shares(),
            note.media(),
            note.kept(),
            handler.yields());
    return settlement(taken.lease()).start(taken.job(), null)
        ? Optional.of(order)
        : Optional.empty();
  }

  private @Nullable Duration stallLimit() {
    return shop.database()
        .read(tables -> tables.settings().find(Setting.STALL_LIMIT.word()))
        .map(Duration::parse)
        .orElse(null);
  }

  private static WorkOrder.Input input(Item item, Path original) throws IOException {
    return new WorkOrder.Input(Inputs.name(original), Files.size(original), known(item));
  }

  /// Files of libraries are large, and nobody has to read them before their job can begin.
  private static @Nullable Digest known(Item item) {
    return item.source() instanceof Source.Owned(Digest digest, _, _, _) ? digest : null;
  }

  private Settlement settlement(Lease lease) {
    return new Settlement(shop.database(), shop.time(), lease.runner());
  }

  /// The worker goes on.
  public Answer<Duration> renew(Lease lease, Progress reached) {
    var renewed =
        shop.database()
            .write(tables -> {
              var now = shop.time().instant();
              var job = held(tables, lease);
              if (job.isPresent() && isLost(tables, job.get())) {
                Settlement.cancelled(tables, job.get(), now);
                return Optional.<Job>empty();
              }
              return job.filter(it ->
                  tables.jobs().replace(it, it.adopt(lease.runner(), now.plus(Lease.TIME)), now));
            });
    if (renewed.isEmpty()) {
      return over(lease);
    }
    var job = renewed.get();
    var before = progress.put(job.id(), reached);
    if (!reached.equals(before)) {
      shop.listener()
          .moved(new EventStream.Message.Moved(job.id(), job.item(), job.kind(), reached));
    }
    return new Answer.Granted<>(Lease.TIME);
  }

  private static boolean isLost(Database.Tables tables, Job job) {
    return Optional.ofNullable(job.item())
        .flatMap(tables.items()::find)
        .filter(item -> !item.isTrashed())
        .isEmpty();
  }

  /// The job, if this lease still holds it.
  private Optional<Job> held(Database.Tables tables, Lease lease) {
    return tables
        .jobs()
        .find(lease.job())
        .filter(job -> job.state() instanceof Job.State.Running)
        .filter(job -> lease.runner().equals(Settlement.owner(job)));
  }

  private Optional<Job> held(Lease lease) {
    return shop.database().read(tables -> held(tables, lease));
  }

  private <T> Answer<T> over(Lease lease) {
    progress.remove(lease.job());
    var job = shop.database().read(tables -> tables.jobs().find(lease.job()));
    if (job.isPresent() && job.get().state() instanceof Job.State.Cancelled) {
      new Leftovers(shop.vault(), job.get()).clear();
      return new Answer.Over<>("The job was cancelled.");
    }
    return new Answer.Over<>("This lease is over; the job is not this worker's any more.");
  }

  /// How far a job is that is lent; empty if none is heard of.
  Optional<Progress> progress(JobId job) {
    return Optional.ofNullable(progress.get(job));
  }

  /// The bytes that the tools are to read.
  ///
  /// @param etag changes with them
  public record Original(Path path, long size, String etag) {}

  public Answer<Original> original(Lease lease) throws IOException {
    var item =
        shop.database().read(tables -> held(tables, lease).flatMap(job -> item(tables, job)));
    if (item.isEmpty()) {
      return over(lease);
    }
    var path = shop.vault().original(item.get());
    var etag =
        item.get().source() instanceof Source.Owned(Digest known, _, _, _)
            ? known.hex()
            : "%x-%x".formatted(Files.size(path), Files.getLastModifiedTime(path).toMillis());
    return new Answer.Granted<>(new Original(path, Files.size(path), etag));
  }

  /// The digest of those bytes; for one of a library, all of them are read once for each attempt.
  public Answer<Digest> digest(Lease lease) throws IOException {
    var job = held(lease);
    var item = shop.database().read(tables -> job.flatMap(held -> item(tables, held)));
    if (job.isEmpty() || item.isEmpty()) {
      return over(lease);
    }
    var known = known(item.get());
    return new Answer.Granted<>(known == null ? read(job.get(), item.get()) : known);
  }

  /// Kept, since whoever asked may be gone before it is known, and asks again.
  private Digest read(Job job, Item item) throws IOException {
    var note = delivery(job).folder().resolve("input.digest");
    if (Files.exists(note)) {
      return new Digest(Files.readString(note));
    }
    var digest = shop.vault().digest(shop.vault().original(item));
    var draft = note.resolveSibling("input.digest." + Thread.currentThread().threadId());
    Files.writeString(draft, digest.hex());
    Files.move(draft, note, StandardCopyOption.ATOMIC_MOVE);
    return digest;
  }

  private static Optional<Item> item(Database.Tables tables, Job job) {
    return Optional.ofNullable(job.item()).flatMap(tables.items()::find);
  }

  private Delivery delivery(Job job) {
    return new Delivery(shop.vault().attempt(job.id(), job.attempt()));
  }

  /// How far the outputs have come.
  public record Reached(long offset, long length) {}

  private static Reached reached(Delivery.Stock stock) {
    return new Reached(stock.offset(), stock.list().bytes());
  }

  /// The worker says what it will send.
  public Answer<Reached> announce(Lease lease, OutputList outputs) throws IOException {
    return alone(
        lease,
        job -> {
          var handler = shop.handlers().get(job.kind());
          var bound = PlanNote.read(delivery(job).folder()).limits().writtenBytes();
          if (handler == null || !outputs.isWithin(handler.yields())) {
            return new Answer.Wrong<>("There are files that this job does not yield.");
          }
          if (bound > 0 && outputs.bytes() > bound) {
            return new Answer.Wrong<>("These are more bytes than this job may yield.");
          }
          delivery(job).announce(outputs);
          return new Answer.Granted<>(reached(delivery(job).stock().orElseThrow()));
        });
  }

  public Answer<Reached> reached(Lease lease) throws IOException {
    var job = held(lease);
    if (job.isEmpty()) {
      return over(lease);
    }
    var stock = delivery(job.get()).stock();
    return stock.isEmpty()
        ? new Answer.Wrong<>("Nothing was announced yet.")
        : new Answer.Granted<>(reached(stock.get()));
  }

  /// Takes bytes of the outputs. What came before the body broke off is kept.
  public Answer<Reached> append(Lease lease, long offset, InputStream body) throws IOException {
    return alone(
        lease,
        job -> {
          var delivery = delivery(job);
          var stock = delivery.stock();
          if (stock.isEmpty()) {
            return new Answer.Wrong<>("Nothing was announced yet.");
          }
          if (stock.get().offset() != offset) {
            return new Answer.Later<>(
                "There are %d bytes, so it can't go on at %d."
                    .formatted(stock.get().offset(), offset));
          }
          delivery.append(stock.get(), body);
          return new Answer.Granted<>(reached(delivery.stock().orElseThrow()));
        });
  }

  private interface Step<T> {
    Answer<T> take(Job job) throws IOException;
  }

  /// One request at a time writes what a lease yields; the lease may end meanwhile, which does not
  /// matter: what is written then lies in a folder that nobody looks at.
  private <T> Answer<T> alone(Lease lease, Step<T> step) throws IOException {
    var job = held(lease);
    if (job.isEmpty()) {
      return over(lease);
    }
    var lock = writing.computeIfAbsent(lease, _ -> new ReentrantLock());
    if (!lock.tryLock()) {
      return new Answer.Later<>("Another request is sending outputs of this job.");
    }
    try {
      return step.take(job.get());
    } finally {
      writing.remove(lease, lock);
      lock.unlock();
    }
  }

  /// The tools have ended: from here on the job is the server's again, which checks and publishes
  /// what came, or decides what its failure means.
  public Answer<Boolean> end(Lease lease, WorkResult result) throws IOException {
    return alone(
        lease,
        job -> {
          var delivery = delivery(job);
          if (result instanceof WorkResult.Done) {
            var complaint = delivery.complaint(shop.vault()::digest);
            if (complaint.isPresent()) {
              return new Answer.Later<>(
                  "Not all outputs are here as announced; send again: " + complaint.get());
            }
          }
          delivery.accept(result);
          return takeBack(lease) ? new Answer.Granted<>(true) : over(lease);
        });
  }

  /// The runner goes on with what is in the attempt's folder.
  private boolean takeBack(Lease lease) {
    var back =
        shop.database()
            .write(tables -> {
              var now = shop.time().instant();
              var job = held(tables, lease);
              if (job.isEmpty()) {
                return Optional.<Job>empty();
              }
              var mine = job.get().adopt(shop.runner(), now.plus(Settlement.LEASE));
              return tables.jobs().replace(job.get(), mine, now)
                  ? Optional.of(mine)
                  : Optional.<Job>empty();
            });
    progress.remove(lease.job());
    back.ifPresent(shelf::goOn);
    return back.isPresent();
  }

  /// The worker stops, or has no room.
  public Answer<Boolean> giveBack(Lease lease, String reason, boolean isFull) throws IOException {
    return alone(
        lease,
        job -> {
          var words = "given back by the worker “%s”: %s".formatted(WorkerBook.name(job), reason);
          var settlement = settlement(lease);
          var after =
              isFull
                  ? settlement.postpone(job, words)
                  : settlement.settle(job, new Ending.Interrupted(words), (_, _) -> {});
          progress.remove(job.id());
          delivery(job).discard();
          new Leftovers(shop.vault(), job).pruneUnlessUsable();
          return after.isPresent() ? new Answer.Granted<>(true) : over(lease);
        });
  }
}
