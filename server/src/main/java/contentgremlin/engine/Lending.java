package contentgremlin.engine;

import contentgremlin.item.Item;
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
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Lends jobs to other machines. What is lent stands in the job's row, as for a job that is done
/// here: only whoever the row names may go on, so two never do the same, and a restart changes
/// nothing. Thread-safe.
///
/// The server plans an attempt, and judges and publishes what comes of it; the worker runs the
/// tools that the handler says may run anywhere, and learns nothing else.
public final class Lending {
  /// Queued jobs of a lane that are looked at for one that can be lent.
  private static final int LOOKS_AT = 100;

  /// A busy database changes all the time.
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /// How long a worker may take besides the time that its tools have.
  private static final Duration TRANSFERS_MAX = Duration.ofHours(12);

  private static final int SECRET_BYTES = 24;

  /// Light work last: what is only fetched and sent again is done faster here.
  private static final List<Lane> LANES = List.of(Lane.PROCESSOR, Lane.LIGHT);

  /// Which work goes to workers, as [Setting#WORKER_JOBS] says.
  private static final String NEVER = "never";

  private static final String BUSY = "busy";

  private final Workshop shop;
  private final Shelf shelf;
  private final WorkerBook book;
  private final LentOrders orders;
  private final SecureRandom random = new SecureRandom();
  private final WorkSignal news = new WorkSignal();

  /// Of attempts that are lent; only for show.
  private final Map<JobId, Moved> progress = new ConcurrentHashMap<>();

  /// @param lease whose worker said so: another one's word about the same job counts no more
  private record Moved(Lease lease, Progress progress) {}

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
    this.orders = new LentOrders(shop, this::takeBack);
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
        var order = orders.prepare(lease.get());
        if (order.isPresent()) {
          return order;
        }
      } else if (!news.await(seen, deadline - System.nanoTime())) {
        return Optional.empty();
      } else {
        Thread.sleep(BETWEEN_LOOKS);
      }
    }
    return Optional.empty();
  }

  /// Whether there may be work at all; not while the server stops.
  public boolean isOpen() {
    return shelf.isOpen();
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
  record Taken(Lease lease, Job job, Item item) {}

  private Optional<Taken> take(WorkerInfo worker, long spaceBytes) {
    var secret = Credentials.random(random).substring(0, SECRET_BYTES);
    boolean isAny =
        shop.database()
            .read(tables ->
                !book.isToEnd(tables, worker) && find(tables, spaceBytes).findFirst().isPresent());
    return isAny
        ? shop.database()
            .write(tables ->
                book.isToEnd(tables, worker)
                    ? Optional.<Taken>empty()
                    : find(tables, spaceBytes)
                        .findFirst()
                        .flatMap(job -> claim(tables, job, worker, secret)))
        : Optional.empty();
  }

  /// Since when each job waits that a worker might get now, of those that would be looked at.
  public List<Instant> waiting(Database.Tables tables) {
    return find(tables, Long.MAX_VALUE)
        .map(job -> {
          var due =
              job.state() instanceof Job.State.Queued(var notBefore, _) ? notBefore : job.created();
          return due.isAfter(job.created()) ? due : job.created();
        })
        .toList();
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
    boolean isOurs = handler == null || handler.yields().isEmpty() || orders.isForUs(job.id());
    if (isOurs || shelf.has(job.id())) {
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

  private Settlement settlement(Lease lease) {
    return orders.settlement(lease);
  }

  /// The worker goes on.
  public Answer<Duration> renew(Lease lease, Progress reached) throws IOException {
    if (isOverdue(lease)) {
      var _ = end(lease, new WorkResult.Overdue());
      return over(lease);
    }
    return keep(lease, reached);
  }

  /// A worker has a watchdog of its own. But one that hangs as a whole may renew for ever.
  private boolean isOverdue(Lease lease) throws IOException {
    var job = held(lease);
    if (job.isEmpty() || !(job.get().state() instanceof Job.State.Running(_, _, _, var started))) {
      return false;
    }
    var lasting = Duration.between(started, shop.time().instant()).minus(TRANSFERS_MAX);
    return lasting.isPositive()
        && lasting.compareTo(PlanNote.read(delivery(job.get()).folder()).limits().time()) > 0;
  }

  private Answer<Duration> keep(Lease lease, Progress reached) {
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
    book.heard(job);
    var moved = new Moved(lease, reached);
    if (!moved.equals(progress.put(job.id(), moved))) {
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

  private void forget(Lease lease) {
    progress.computeIfPresent(
        lease.job(), (_, moved) -> moved.lease().equals(lease) ? null : moved);
  }

  private <T> Answer<T> over(Lease lease) {
    forget(lease);
    var job = shop.database().read(tables -> tables.jobs().find(lease.job()));
    if (job.isPresent() && job.get().state() instanceof Job.State.Cancelled) {
      new Leftovers(shop.vault(), job.get()).clear();
      return new Answer.Over<>("The job was cancelled.");
    }
    return new Answer.Over<>("This lease is over; the job is not this worker's any more.");
  }

  /// How far a job is that is lent; empty if none is heard of.
  Optional<Progress> progress(JobId job) {
    return Optional.ofNullable(progress.get(job)).map(Moved::progress);
  }

  public Answer<LentInput.Original> original(Lease lease) {
    return read(lease, LentInput::original);
  }

  /// The digest of those bytes; for one of a library, all of them are read once for each attempt.
  public Answer<Digest> digest(Lease lease) {
    return read(lease, LentInput::digest);
  }

  private interface Reading<T> {
    T of(LentInput input) throws IOException;
  }

  private <T> Answer<T> read(Lease lease, Reading<T> reading) {
    var held = input(lease);
    if (held.isEmpty()) {
      return over(lease);
    }
    try {
      return new Answer.Granted<>(reading.of(held.get()));
    } catch (UncheckedIOException e) {
      return unreadable(
          lease,
          held.get().job(),
          Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e)));
    } catch (IOException e) {
      return unreadable(lease, held.get().job(), e);
    }
  }

  /// A file of a library that vanished meanwhile, say. No patience of the worker's helps: the
  /// attempt ends as it would have ended here.
  private <T> Answer<T> unreadable(Lease lease, Job job, IOException failure) {
    var words = Trouble.inWords(failure);
    var ended = settlement(lease).settle(job, new Ending.Failed(words), (_, _) -> {});
    forget(lease);
    if (ended.isEmpty()) {
      return over(lease);
    }
    new Leftovers(shop.vault(), job).prune();
    return new Answer.Over<>("What it works on can't be read any more: " + words);
  }

  private Optional<LentInput> input(Lease lease) {
    return shop.database()
        .read(tables ->
            held(tables, lease)
                .flatMap(
                    job -> item(tables, job).map(item -> new LentInput(shop.vault(), job, item))));
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
          if (Delivery.isIn(delivery.folder())) {
            // it was taken before, and the server stopped before its row said so
            return takeBack(lease) ? new Answer.Granted<>(true) : over(lease);
          }
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
    forget(lease);
    back.ifPresent(shelf::goOn);
    return back.isPresent();
  }

  /// The worker stops, or can't do it.
  ///
  /// @param isUnable whether it would fail there again: then the job rests before anybody gets it
  public Answer<Boolean> giveBack(Lease lease, String reason, boolean isUnable) throws IOException {
    return alone(
        lease,
        job -> {
          var words = "given back by the worker “%s”: %s".formatted(WorkerBook.name(job), reason);
          var settlement = settlement(lease);
          var after =
              isUnable
                  ? settlement.postpone(job, words)
                  : settlement.settle(job, new Ending.Interrupted(words), (_, _) -> {});
          forget(lease);
          delivery(job).discard();
          new Leftovers(shop.vault(), job).pruneUnlessUsable();
          return after.isPresent() ? new Answer.Granted<>(true) : over(lease);
        });
  }
}
