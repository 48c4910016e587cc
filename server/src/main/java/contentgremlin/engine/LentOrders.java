package contentgremlin.engine;

import contentgremlin.item.Item;
import contentgremlin.job.Ending;
import contentgremlin.job.JobId;
import contentgremlin.store.Setting;
import contentgremlin.store.StoreException;
import contentgremlin.worker.Lease;
import contentgremlin.worker.WorkOrder;
import contentgremlin.worker.WorkResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Plans attempts that are lent, and writes down what the worker is to do. Thread-safe.
final class LentOrders {
  private static final System.Logger LOG = System.getLogger(LentOrders.class.getName());

  /// Jobs of which it is remembered that no worker can do anything about them; an older one is only
  /// planned once more.
  private static final int OURS_MAX = 1_000;

  private final Workshop shop;
  private final Back back;
  private final LinkedHashSet<JobId> ours = new LinkedHashSet<>();

  LentOrders(Workshop shop, Back back) {
    this.shop = shop;
    this.back = back;
  }

  interface Back {
    /// The server goes on with the job itself.
    boolean take(Lease lease);
  }

  /// Plans the attempt.
  ///
  /// @return empty if there is nothing in it for a worker; then it is dealt with already
  Optional<WorkOrder> prepare(Lending.Taken taken) {
    var job = taken.job();
    var handler = Objects.requireNonNull(shop.handlers().get(job.kind()));
    try {
      var folder = shop.vault().createAttempt(job.id(), job.attempt());
      var task = new JobHandler.Task(job, taken.item(), folder);
      return switch (handler.plan(task)) {
        case JobHandler.Plan.Refuse(var ending) -> settle(taken, ending);
        case JobHandler.Plan.Nothing() -> keep(taken, folder);
        case JobHandler.Plan.Run run when handler.lendable(run) == 0 -> leave(taken);
        case JobHandler.Plan.Run run -> lend(taken, handler, folder, run);
      };
    } catch (StoreException e) {
      throw e; // nothing is known of the job: its lease runs out by itself
    } catch (UncheckedIOException e) {
      return failed(taken, Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e)));
    } catch (IOException e) {
      return failed(taken, e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a fault of this program while planning " + job, e);
      return settle(taken, new Ending.Failed("a fault of this program: " + e));
    }
  }

  private Optional<WorkOrder> failed(Lending.Taken taken, IOException failure) {
    LOG.log(Level.WARNING, "cannot lend " + taken.job(), failure);
    if (Trouble.isFullDisk(failure)) {
      settlement(taken.lease())
          .postpone(taken.job(), "the disk is full; free some room and this goes on by itself");
      new Leftovers(shop.vault(), taken.job()).prune();
      return Optional.empty();
    }
    return settle(taken, new Ending.Failed(Trouble.inWords(failure)));
  }

  private Optional<WorkOrder> settle(Lending.Taken taken, Ending ending) {
    new Leftovers(shop.vault(), taken.job()).distrust();
    settlement(taken.lease()).settle(taken.job(), ending, (_, _) -> {});
    new Leftovers(shop.vault(), taken.job()).prune();
    return Optional.empty();
  }

  /// No tool of it may run anywhere else: it waits for a place here, as if nobody had asked.
  private Optional<WorkOrder> leave(Lending.Taken taken) {
    remember(taken.job().id());
    var why = "no worker can do this";
    settlement(taken.lease()).settle(taken.job(), new Ending.Interrupted(why), (_, _) -> {});
    new Leftovers(shop.vault(), taken.job()).pruneUnlessUsable();
    return Optional.empty();
  }

  private synchronized void remember(JobId job) {
    if (ours.size() == OURS_MAX) {
      ours.removeFirst();
    }
    ours.add(job);
  }

  /// Whether it was found out that no worker can do anything about this job.
  synchronized boolean isForUs(JobId job) {
    return ours.contains(job);
  }

  /// There is nothing to be run, here or elsewhere: what is left takes no place.
  private Optional<WorkOrder> keep(Lending.Taken taken, Path folder) throws IOException {
    new LentPlan(List.of(), 0).write(folder);
    new Delivery(folder).accept(new WorkResult.Done());
    if (settlement(taken.lease()).start(taken.job(), null)) {
      back.take(taken.lease());
    }
    return Optional.empty();
  }

  private Optional<WorkOrder> lend(
      Lending.Taken taken, JobHandler handler, Path folder, JobHandler.Plan.Run run)
      throws IOException {
    var note = PlanNote.of(run, stallLimit());
    note.write(folder);
    int lent = handler.lendable(run);
    new LentPlan(run.tools(), lent).write(folder);
    var original = shop.vault().original(taken.item()).toAbsolutePath();
    var input = input(taken.item(), original);
    LentInput.lend(folder, input.size());
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
    return new WorkOrder.Input(Inputs.name(original), Files.size(original), LentInput.known(item));
  }

  Settlement settlement(Lease lease) {
    return new Settlement(shop.database(), shop.time(), lease.runner());
  }
}
