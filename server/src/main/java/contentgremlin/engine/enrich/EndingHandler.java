package contentgremlin.engine.enrich;

import contentgremlin.engine.JobHandler;
import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.Stages;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.store.Database;
import java.time.InstantSource;

/// The last stage: everything was asked that can be asked now.
public final class EndingHandler implements JobHandler {
  private final InstantSource time;

  public EndingHandler(InstantSource time) {
    this.time = time;
  }

  @Override
  public String kind() {
    return Stages.ENDING;
  }

  @Override
  public boolean leavesFiles() {
    return false;
  }

  @Override
  public Plan plan(Task task) {
    return new Plan.Nothing();
  }

  @Override
  public Result conclude(Task task) {
    return Result.done(this::end);
  }

  private void end(Database.Tables tables, Item item) {
    var now = time.instant();
    Descriptions.apply(tables, item, now);
    tables.enrichment().put(item.id(), Outcome.done(Stages.ENDING, "", now));
    tables.events().append(new Fact.ItemEnded(item.id()), now);
    // A pause may have been over meanwhile: who found an item at work left it to that.
    tables.enrichment().due(item.id(), 0, now);
  }
}
