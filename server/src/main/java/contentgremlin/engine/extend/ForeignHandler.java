package contentgremlin.engine.extend;

import contentgremlin.engine.JobHandler;
import contentgremlin.engine.enrich.Descriptions;
import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Statement;
import contentgremlin.extend.Sayings;
import contentgremlin.extension.JobHandler.Work;
import contentgremlin.item.Item;
import contentgremlin.item.Metadata;
import contentgremlin.job.Ending;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Does jobs of one kind by an extension. Thread-safe.
final class ForeignHandler implements JobHandler {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int REASON_MAX = 500;

  private final Guard guard;
  private final String kind;
  private final contentgremlin.extension.JobHandler handler;
  private final Database database;
  private final Vault vault;
  private final InstantSource time;

  ForeignHandler(
      Guard guard,
      String kind,
      contentgremlin.extension.JobHandler handler,
      Database database,
      Vault vault,
      InstantSource time) {
    this.guard = guard;
    this.kind = kind;
    this.handler = handler;
    this.database = database;
    this.vault = vault;
    this.time = time;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public boolean leavesFiles() {
    return false;
  }

  /// Switched off a moment ago: the job waits until it is back.
  @Override
  public Plan plan(Task task) {
    return guard.isOpen() ? new Plan.Nothing() : new Plan.Refuse(new Ending.NoHandler());
  }

  @Override
  public Result conclude(Task task) throws IOException {
    var known = database.read(tables -> tables.items().metadata(task.item().id()));
    var work =
        new Work(
            Views.item(task.item(), known),
            file(task.item()),
            task.job().input(),
            task.job().attempt());
    try {
      var ending = guard.call("do a job", LIMIT, Blame.ITEM, _ -> handler.run(work));
      return switch (ending) {
        case contentgremlin.extension.JobHandler.Ending.Done(var statements) ->
            done(Sayings.taken(statements));
        case contentgremlin.extension.JobHandler.Ending.Failed(var reason) ->
            Result.of(new Ending.Failed(cut(reason)));
        case contentgremlin.extension.JobHandler.Ending.Hopeless(var reason) ->
            Result.of(new Ending.Hopeless(cut(reason)));
      };
    } catch (Fault e) {
      // Back to the queue, and from there it is parked, if the extension is what is broken.
      return Result.of(
          guard.isOpen() ? new Ending.Failed(e.reason()) : new Ending.Interrupted(e.reason()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server stopped while an extension did " + kind);
    }
  }

  private Result done(List<Statement> statements) {
    return Result.done((tables, item) -> {
      var now = time.instant();
      var values =
          statements.stream()
              .map(one ->
                  new Metadata(
                      one.group(),
                      one.key(),
                      one.language(),
                      one.value(),
                      Profile.PRIORITY_CROWD,
                      kind,
                      now))
              .toList();
      Descriptions.put(tables, item, kind, values, now);
    });
  }

  private String file(Item item) {
    try {
      return vault.original(item).toString();
    } catch (UncheckedIOException _) {
      return ""; // not there now
    }
  }

  private static String cut(String text) {
    return text.length() > REASON_MAX ? text.substring(0, REASON_MAX) + "…" : text;
  }
}
