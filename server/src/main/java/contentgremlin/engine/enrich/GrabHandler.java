package contentgremlin.engine.enrich;

import contentgremlin.engine.JobHandler;
import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.Statement;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.enrich.Wanted;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Limits;
import contentgremlin.store.Database;
import contentgremlin.transcode.Bounds;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Has one grabber asked about one item.
public final class GrabHandler implements JobHandler {
  /// How long it is believed that there is nothing, where the provider has no time of its own.
  private static final Duration NOTHING_FOR = Duration.ofDays(90);

  private static final int STATEMENTS_MAX = 500;
  private static final int VALUE_LENGTH_MAX = 100_000;
  private static final int WANTED_MAX = 50;

  private final Grabber grabber;
  private final Database database;
  private final Vault vault;
  private final GrabberSettings settings;
  private final Asker asker;
  private final InstantSource time;

  public GrabHandler(
      Grabber grabber,
      Database database,
      Vault vault,
      GrabberSettings settings,
      Asker asker,
      InstantSource time) {
    this.grabber = grabber;
    this.database = database;
    this.vault = vault;
    this.settings = settings;
    this.asker = asker;
    this.time = time;
  }

  @Override
  public String kind() {
    return grabber.profile().jobKind();
  }

  /// Only those who run programs need a folder.
  @Override
  public boolean leavesFiles() {
    return !grabber.profile().isNetworked();
  }

  @Override
  public Plan plan(Task task) {
    var tools = grabber.tools(subject(task));
    return tools.isEmpty()
        ? new Plan.Nothing()
        : new Plan.Run(tools, limits(task.job()), Duration.ZERO);
  }

  private static Limits limits(Job job) {
    return job.priority().demand() > 0 ? Bounds.measuring() : Bounds.measuring().idle();
  }

  private Subject subject(Task task) {
    var known =
        database.read(tables -> Subjects.of(tables, task.item()).forGrabber(grabber.profile()));
    return known.at(file(task.item()));
  }

  private @Nullable String file(Item item) {
    try {
      return grabber.profile().isNetworked() ? null : vault.original(item).toString();
    } catch (UncheckedIOException _) {
      return null; // not there now: it says what it can without
    }
  }

  @Override
  public Result conclude(Task task) throws IOException {
    try {
      var sources = new LocalSources(task, grabber.profile(), database, vault, settings, asker);
      var grabbed = grabber.grab(subject(task), sources);
      return switch (grabbed) {
        case Grabbed.Found(var statements, var wanted) ->
            Result.done((tables, item) -> found(tables, task.job(), item, statements, wanted));
        case Grabbed.Nothing(var candidates) ->
            Result.done((tables, item) -> nothing(tables, task.job(), item, candidates));
        case Grabbed.Failed(var reason, var pause) -> failed(task, reason, pause);
      };
    } catch (UnansweredException e) {
      var reason = String.valueOf(e.getMessage());
      return e.wasAsked() ? failed(task, reason, e.pause()) : putOff(task, reason, e.pause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server stopped while it asked " + kind());
    }
  }

  private Result failed(Task task, String reason, Duration pause) {
    return new Result(
        new Ending.Unanswered(reason),
        (tables, item) -> failed(tables, task.job(), item, reason, pause));
  }

  private Result putOff(Task task, String reason, Duration pause) {
    return new Result(
        new Ending.Unanswered(reason),
        (tables, item) -> putOff(tables, task.job(), item, reason, pause));
  }

  private void found(
      Database.Tables tables, Job job, Item item, List<Statement> statements, List<Wanted> wanted) {
    var now = time.instant();
    var profile = grabber.profile();
    var values =
        statements.stream()
            .filter(one -> !one.value().isBlank() && one.value().length() <= VALUE_LENGTH_MAX)
            .distinct()
            .limit(STATEMENTS_MAX)
            .filter(one -> item.mayKeepPlace() || !one.group().equals("spatial"))
            .map(one -> one.by(profile, now))
            .toList();
    Descriptions.put(tables, item, profile.id(), values, now);
    tables
        .pictures()
        .want(item.id(), profile.id(), wanted.stream().limit(WANTED_MAX).toList(), now);
    tables.enrichment().offer(item.id(), profile.id(), List.of());
    Stage.ended(tables, job, item, Outcome.done(profile.id(), mark(job), now), now);
    tables.events().append(new Fact.ItemGrabbed(item.id(), profile.id()), now);
  }

  private void nothing(Database.Tables tables, Job job, Item item, List<Candidate> candidates) {
    var now = time.instant();
    var profile = grabber.profile();
    var age = profile.asked().map(provider -> provider.absent()).orElse(NOTHING_FOR);
    Descriptions.put(tables, item, profile.id(), List.of(), now);
    tables.pictures().want(item.id(), profile.id(), List.of(), now);
    tables
        .enrichment()
        .offer(item.id(), profile.id(), candidates.stream().limit(Candidate.OFFERED_MAX).toList());
    Stage.ended(
        tables, job, item, Outcome.nothing(profile.id(), mark(job), now, now.plus(age)), now);
  }

  /// What was known before stays.
  private void failed(Database.Tables tables, Job job, Item item, String reason, Duration pause) {
    var now = time.instant();
    var id = grabber.profile().id();
    int failures = 1 + failures(tables, item, id);
    Stage.ended(
        tables, job, item, Outcome.failed(id, mark(job), now, failures, pause, reason), now);
  }

  /// It was in line already when its provider was closed, and must not wait longer for that than
  /// those who came later.
  private void putOff(Database.Tables tables, Job job, Item item, String reason, Duration pause) {
    var now = time.instant();
    var id = grabber.profile().id();
    int failures = failures(tables, item, id);
    Stage.ended(
        tables,
        job,
        item,
        Outcome.putOff(id, mark(job), now, failures, now.plus(pause), reason),
        now);
  }

  private static int failures(Database.Tables tables, Item item, String stage) {
    return tables
        .enrichment()
        .outcome(item.id(), stage)
        .filter(last -> last.kind() == Outcome.Kind.FAILED)
        .map(Outcome::failures)
        .orElse(0);
  }

  private static String mark(Job job) {
    return job.input().getOrDefault(Courses.MARK, "");
  }

  @Override
  public Ending explain(Task task, int tool, int code, String log) {
    return new Ending.Failed("its file could not be measured");
  }
}
