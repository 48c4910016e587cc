package contentgremlin.engine.extend;

import contentgremlin.engine.arrival.Importers;
import contentgremlin.engine.extend.Extensions.Standing;
import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.extend.ExtensionState;
import contentgremlin.extension.Arrival;
import contentgremlin.extension.Importer;
import contentgremlin.extension.Intake;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// The importers of the extensions that are at work just now. Thread-safe.
record ForeignImporters(Supplier<Collection<Live>> live, Supplier<List<Standing>> standings)
    implements Importers {
  private static final Duration LIMIT = Duration.ofDays(1);

  @Override
  public List<Offered> offered() {
    return live.get().stream()
        .flatMap(one ->
            one.offer().importers().stream()
                .map(part ->
                    new Offered(
                        part.id(), part.title(), part.options(), new Guarded(one, part.part()))))
        .sorted(Comparator.comparing(Offered::id))
        .toList();
  }

  @Override
  public String absence(String name) {
    return standings.get().stream()
        .filter(one -> !one.id().isEmpty())
        .filter(one -> name.equals(one.id()) || name.startsWith(one.id() + "-"))
        .filter(one -> one.state() != ExtensionState.ENABLED)
        .findFirst()
        .map(ForeignImporters::absence)
        .orElseGet(() -> "There is no importer “%s”; there %s.".formatted(name, words()));
  }

  private static String absence(Standing one) {
    return switch (one.state()) {
      case DISABLED ->
          "The extension “%s”, which imports this, is disabled: gremlin extension enable %s"
              .formatted(one.id(), one.id());
      case FAILED, MISSING, ENABLED ->
          "The extension “%s”, which imports this, is not at work: %s."
              .formatted(one.id(), one.reason());
    };
  }

  private String words() {
    var names = offered().stream().map(Offered::id).toList();
    return names.isEmpty() ? "are none" : "are: " + String.join(", ", names);
  }

  private record Guarded(Live live, Importer part) implements Running {
    @Override
    public void run(Importer.Source source, Intake intake)
        throws IOException, InterruptedException {
      try {
        var problem =
            live.guard().call("import", LIMIT, Blame.ITEM, meter -> run(source, intake, meter));
        if (problem.isPresent()) {
          throw problem.get();
        }
      } catch (Fault e) {
        throw new IOException(e.reason(), e);
      }
    }

    /// That the source can't be read, or the server ends the run, is no fault of the extension's.
    private Optional<IOException> run(Importer.Source source, Intake intake, Guard.Meter meter)
        throws Exception {
      var metered = new Metered(intake, meter);
      try {
        part.run(source, metered);
        return Optional.empty();
      } catch (IOException e) {
        return Optional.of(e);
      } catch (RuntimeException e) {
        if (metered.hasEnded) {
          return Optional.of(new IOException("the import was ended", e));
        }
        throw e;
      }
    }

    @Override
    public boolean isWanted() {
      return live.guard().isOpen();
    }
  }

  /// What the server takes to take something is not the importer's time. Used by its thread.
  private static final class Metered implements Intake {
    private final Intake intake;
    private final Guard.Meter meter;

    /// Whether the server has ended the run by an exception.
    private boolean hasEnded;

    Metered(Intake intake, Guard.Meter meter) {
      this.intake = intake;
      this.meter = meter;
    }

    @Override
    public void expect(long records) {
      intake.expect(records);
    }

    @Override
    public boolean take(Arrival arrival) {
      return outside(() -> intake.take(arrival));
    }

    @Override
    public void leaveOut(String kind, Arrival.Origin origin, String why) {
      var _ =
          outside(() -> {
            intake.leaveOut(kind, origin, why);
            return false;
          });
    }

    private boolean outside(Callable<Boolean> work) {
      try {
        return meter.outside(work);
      } catch (RuntimeException e) {
        hasEnded = true;
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("the intake declares no exception", e);
      }
    }
  }
}
