package contentgremlin.app;

import contentgremlin.cli.BuildInfo;
import contentgremlin.cli.Worksite;
import contentgremlin.engine.worker.Diary;
import contentgremlin.engine.worker.WorkFolder;
import contentgremlin.engine.worker.Worker;
import contentgremlin.job.Supervisor;
import contentgremlin.net.HttpEmployer;
import contentgremlin.process.ThisMachine;
import contentgremlin.worker.Employer;
import contentgremlin.worker.WorkerInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Puts a worker together.
record WorkerSite(BuildInfo build, Supplier<Supervisor> supervisor, InstantSource time)
    implements Worksite {
  /// An encode keeps so many processors busy.
  private static final int PROCESSORS_OF_PLACE = 4;

  @Override
  public Working open(Terms terms, Consumer<String> says) throws IOException, InterruptedException {
    var tools = supervisor.get();
    int processors = Runtime.getRuntime().availableProcessors();
    int places =
        terms.places() > 0 ? terms.places() : Math.max(1, processors / PROCESSORS_OF_PLACE);
    var info =
        new WorkerInfo(
            name(terms.name()),
            build.version(),
            processors,
            ThisMachine.memoryBytes(),
            List.of(),
            new WorkerInfo.Place(terms.machine(), ThisMachine.hardware(), ThisMachine.name()));
    Files.createDirectories(terms.folder());
    var folder = WorkFolder.open(terms.folder().toRealPath(), terms.spaceBytes(), tools);
    var employer = new HttpEmployer(terms.server(), terms.token());
    var diary = new Diary(says);
    says.accept(
        "Worker “%s” asks %s for jobs, for %d at once, and works in %s."
            .formatted(info.name(), terms.server(), places, terms.folder()));
    return new Running(new Worker(employer, tools, folder, info, places, time, diary), folder);
  }

  private static String name(String wanted) {
    var name = wanted.isEmpty() ? ThisMachine.name() : wanted;
    return WorkerInfo.isName(name) ? name : "worker";
  }

  private record Running(Worker worker, WorkFolder folder) implements Working {
    @Override
    public void run() throws InterruptedException, IOException {
      try {
        worker.run();
      } catch (Employer.Dismissed e) {
        throw new IOException("the server does not want this worker: " + e.getMessage(), e);
      }
    }

    @Override
    public boolean isOver() {
      return worker.isOver();
    }

    @Override
    public void close() {
      worker.stop();
      try {
        worker.awaitEnd();
        folder.close();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("cannot leave the work folder", e);
      }
    }
  }
}
