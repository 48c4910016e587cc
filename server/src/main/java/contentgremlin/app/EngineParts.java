package contentgremlin.app;

import contentgremlin.disk.DiskVault;
import contentgremlin.engine.DurableJobs;
import contentgremlin.engine.EventHub;
import contentgremlin.engine.Housekeeping;
import contentgremlin.engine.Items;
import contentgremlin.engine.JobHandler;
import contentgremlin.engine.Jobs;
import contentgremlin.engine.KeepHandler;
import contentgremlin.engine.Lending;
import contentgremlin.engine.Runner;
import contentgremlin.engine.StopOrder;
import contentgremlin.engine.Sweeper;
import contentgremlin.engine.arrival.Arrivals;
import contentgremlin.engine.enrich.Asker;
import contentgremlin.engine.enrich.Corrections;
import contentgremlin.engine.enrich.Demands;
import contentgremlin.engine.enrich.Describer;
import contentgremlin.engine.enrich.DownloadHandler;
import contentgremlin.engine.enrich.EndingHandler;
import contentgremlin.engine.enrich.GrabHandler;
import contentgremlin.engine.enrich.GrabberSettings;
import contentgremlin.engine.enrich.ParseHandler;
import contentgremlin.engine.extend.Extensions;
import contentgremlin.engine.extend.Joints;
import contentgremlin.engine.library.ContentWatch;
import contentgremlin.engine.library.Libraries;
import contentgremlin.engine.library.LibraryPictures;
import contentgremlin.engine.library.Probing;
import contentgremlin.engine.machine.Machines;
import contentgremlin.engine.media.AudioHandler;
import contentgremlin.engine.media.CaptionsHandler;
import contentgremlin.engine.media.CoverHandler;
import contentgremlin.engine.media.ImageHandler;
import contentgremlin.engine.media.PosterHandler;
import contentgremlin.engine.media.ProbeHandler;
import contentgremlin.engine.media.SpritesHandler;
import contentgremlin.engine.media.TranscodeHandler;
import contentgremlin.engine.scrub.Scrubber;
import contentgremlin.engine.scrub.Verifications;
import contentgremlin.engine.upload.Uploads;
import contentgremlin.enrich.Fetcher;
import contentgremlin.enrich.Grabber;
import contentgremlin.extend.Companions;
import contentgremlin.extend.Refusal;
import contentgremlin.extend.Shelf;
import contentgremlin.grab.JsonTree;
import contentgremlin.job.Supervisor;
import contentgremlin.machine.MachineId;
import contentgremlin.sql.ForeignReader;
import contentgremlin.store.Database;
import contentgremlin.upgrade.KeptDatabases;
import contentgremlin.upgrade.Works;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The parts of the engine, put together.
final class EngineParts implements Works, Joints, AutoCloseable {
  /// Of another server's database, while it is imported from.
  private static final String SCRATCH = "import";

  private final Closers closers = new Closers();
  private final Items items;
  private final EventHub events;
  private final Uploads uploads;
  private final Runner runner;
  private final Jobs jobs;
  private final Sweeper sweeper;
  private final Housekeeping housekeeping;
  private final Scrubber scrubber;
  private final Verifications verifications;
  private final Probing probing;
  private final LibraryPictures pictures;
  private final Libraries libraries;
  private final ContentWatch contentWatch;
  private final GrabberSettings grabbers;
  private final Describer describer;
  private final Demands demands;
  private final Corrections corrections;
  private final Arrivals arrivals;
  private final Extensions extensions;
  private final Machines machines;
  private final Function<Grabber, GrabHandler> grabHandlers;

  /// @param home the database of this machine alone
  /// @param self this machine
  EngineParts(
      Database database,
      Database home,
      DiskVault vault,
      Supervisor supervisor,
      KeptDatabases kept,
      LibraryParts watching,
      List<Grabber> grabbing,
      Shelf shelf,
      Companions companions,
      Fetcher fetcher,
      MachineId self,
      InstantSource time) {
    items = new Items(database, time);
    events = closers.add(new EventHub(database));
    uploads = closers.add(new Uploads(database, vault, time, new SecureRandom()));
    probing = closers.add(new Probing(database, time, watching.probers()));
    pictures = new LibraryPictures(database, vault, probing::cover, time);
    grabbers = new GrabberSettings(grabbing);
    var asker = new Asker(database, fetcher, name -> setting(database, name), time);
    describer = closers.add(new Describer(database, grabbers, time, probing.ahead()::isBusy));
    var handlers = new ArrayList<JobHandler>();
    grabHandlers = grabber -> new GrabHandler(grabber, database, vault, grabbers, asker, time);
    grabbing.forEach(grabber -> handlers.add(grabHandlers.apply(grabber)));
    handlers.addAll(
        List.of(
            new ParseHandler(probing::read, time),
            new DownloadHandler(
                database, vault, asker, grabbers::find, name -> setting(database, name), time),
            new EndingHandler(time),
            new ProbeHandler(vault, time),
            new TranscodeHandler(vault, time),
            new AudioHandler(vault, time),
            new ImageHandler(vault, probing::read, time),
            new PosterHandler(vault, time),
            new CoverHandler(vault, probing::cover, time),
            new SpritesHandler(vault, time),
            new CaptionsHandler(vault, time),
            new KeepHandler(vault)));
    runner =
        closers.add(
            new Runner(
                database,
                supervisor,
                vault,
                handlers,
                time,
                moved ->
                    events.publishProgress(
                        moved.job(), moved.item(), moved.kind(), moved.progress())));
    jobs = new DurableJobs(database, supervisor, vault, runner, time);
    sweeper = closers.add(new Sweeper(database, vault, supervisor, kept, time));
    housekeeping = new Housekeeping(database, sweeper, time);
    scrubber = closers.add(new Scrubber(database, vault, time));
    verifications = new Verifications(database, scrubber, time);
    contentWatch = closers.add(new ContentWatch(database, vault, time));
    libraries =
        closers.add(
            new Libraries(
                database,
                time,
                watching.trees(),
                watching.monitors(),
                watching.home(),
                probing::wake,
                probing.ahead()));
    corrections = new Corrections(database, time);
    demands = new Demands(database, items, libraries, time, new SecureRandom());
    extensions =
        closers.add(
            new Extensions(
                database, home, shelf, companions, this, events, vault, JsonTree::read, time));
    var scratch = watching.home().resolve(SCRATCH);
    arrivals =
        closers.add(
            new Arrivals(
                database,
                vault,
                extensions.importers(),
                address -> ForeignReader.open(address, scratch),
                time,
                new SecureRandom()));
    machines =
        closers.add(
            new Machines(
                database,
                self,
                extensions::machines,
                runner.lending()::waiting,
                time,
                ZoneId.systemDefault()));
  }

  @Override
  public void fit(Fitting fitting) {
    try {
      grabbers.add(fitting.grabbers(), fitting.options());
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    }
    var fitted = new ArrayList<JobHandler>();
    for (var handler : handlers(fitting)) {
      if (!runner.add(handler)) {
        fitted.forEach(one -> runner.remove(one.kind()));
        grabbers.remove(fitting.grabbers(), fitting.options());
        throw new Refusal("there are jobs called “%s” already".formatted(handler.kind()));
      }
      fitted.add(handler);
    }
    if (!fitting.machines().isEmpty()) {
      machines.changed();
    }
  }

  private List<JobHandler> handlers(Fitting fitting) {
    return Stream.concat(fitting.grabbers().stream().map(grabHandlers), fitting.handlers().stream())
        .toList();
  }

  @Override
  public void remove(Fitting fitting) {
    fitting.grabbers().forEach(grabber -> runner.remove(grabber.profile().jobKind()));
    fitting.handlers().forEach(handler -> runner.remove(handler.kind()));
    grabbers.remove(fitting.grabbers(), fitting.options());
  }

  /// What an administrator has set; the empty string if nothing.
  private static String setting(Database database, String name) {
    return database.read(tables -> tables.settings().find(name)).orElse("");
  }

  /// Goes on with what was going on when the last server stopped.
  void start() {
    events.start();
    uploads.start();
    resume();
  }

  @Override
  public void pause() throws InterruptedException {
    libraries.close();
    describer.close();
    contentWatch.close();
    sweeper.close();
    scrubber.close();
    machines.close();
    runner.stop(false);
    extensions.close();
    probing.close(); // some jobs have files read
  }

  @Override
  public void cutUploads() {
    uploads.cut();
  }

  @Override
  public void resume() {
    extensions.start(); // before jobs are claimed that theirs can do
    probing.start();
    runner.start();
    sweeper.start();
    scrubber.start();
    libraries.start();
    contentWatch.start();
    describer.start();
    machines.start();
  }

  Machines machines() {
    return machines;
  }

  Extensions extensions() {
    return extensions;
  }

  GrabberSettings grabbers() {
    return grabbers;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  Corrections corrections() {
    return corrections;
  }

  Demands demands() {
    return demands;
  }

  LibraryPictures pictures() {
    return pictures;
  }

  Libraries libraries() {
    return libraries;
  }

  Verifications verifications() {
    return verifications;
  }

  /// From now on nothing is started; returns at once. What runs is dealt with on [#close].
  void leaveOff(StopOrder order) {
    runner.leaveOff(order.work() == StopOrder.Work.END, order.now());
  }

  Items items() {
    return items;
  }

  Lending lending() {
    return runner.lending();
  }

  Jobs jobs() {
    return jobs;
  }

  EventHub events() {
    return events;
  }

  Uploads uploads() {
    return uploads;
  }

  Housekeeping housekeeping() {
    return housekeeping;
  }

  @Override
  public void close() {
    closers.close();
  }
}
