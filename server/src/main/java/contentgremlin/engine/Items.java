package contentgremlin.engine;

import contentgremlin.account.Actor;
import contentgremlin.engine.enrich.Descriptions;
import contentgremlin.engine.library.LibraryRenditions;
import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.Stages;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.ItemQuery;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.Job;
import contentgremlin.job.NewJob;
import contentgremlin.store.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What people do with items. Every call names who asks: what that actor may not see does not exist
/// for it. Thread-safe.
public final class Items {
  private final Database database;
  private final InstantSource time;

  public Items(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  /// How a change that somebody asked for ended.
  public sealed interface Change {
    record Made(Item item) implements Change {}

    record Unknown() implements Change {}

    record Forbidden() implements Change {}

    /// The item is in no state for it.
    record Impossible(String why) implements Change {}
  }

  /// What to change; null leaves it as it is.
  public record Description(
      @Nullable String title,
      @Nullable String description,
      @Nullable List<String> tags,
      @Nullable Visibility visibility) {}

  public Optional<Item> find(ItemId id, Actor actor) {
    return database.read(tables -> tables.items().find(id)).filter(actor::canSee);
  }

  /// Somebody looks at the item as if to play it: what of a library needs something for that gets
  /// it, if the settings allow.
  public void open(Item item) {
    LibraryRenditions.want(database, item, time.instant());
    boolean isDescribed =
        item.isTrashed()
            || database
                .read(tables -> tables.enrichment().outcome(item.id(), Stages.ENDING))
                .isPresent();
    if (!isDescribed) {
      database.write(tables -> {
        long demand = tables.jobs().nextDemand();
        tables.libraries().demand(item.id(), demand);
        tables.enrichment().due(item.id(), demand, time.instant());
        return demand;
      });
    }
  }

  /// Lists what the scope holds. The caller picks a scope that the actor may have; see [#home].
  public List<Item> list(ItemQuery query) {
    return database.read(tables -> tables.items().list(query));
  }

  /// The scope that an actor's main listing has.
  public static ItemQuery.Scope home(Actor actor) {
    return actor.seesEverything() ? new ItemQuery.Scope.Everything() : new ItemQuery.Scope.Public();
  }

  public List<Item> search(String query, Actor actor, int offset, int limit) {
    return database.read(tables ->
        tables.items().search(query, actor.accountId(), actor.seesEverything(), offset, limit));
  }

  public Change describe(ItemId id, Description wanted, Actor actor) {
    return change(
        id,
        actor,
        (tables, item) -> {
          var next =
              item.described(
                  wanted.title() == null ? item.title() : wanted.title(),
                  wanted.description() == null ? item.description() : wanted.description(),
                  wanted.tags() == null ? item.tags() : wanted.tags(),
                  wanted.visibility() == null ? item.visibility() : wanted.visibility());
          var now = time.instant();
          tables.items().update(next);
          Descriptions.note(tables, item, next, now);
          tables.events().append(new Fact.ItemChanged(id), now);
          return new Change.Made(next);
        });
  }

  /// Puts the item into the trash, from where it can be restored.
  public Change trash(ItemId id, Actor actor) {
    return change(
        id,
        actor,
        (tables, item) -> {
          if (item.isTrashed()) {
            return new Change.Made(item);
          }
          var now = time.instant();
          var next = item.becoming(new Item.State.Trashed(now, item.state()));
          tables.items().update(next);
          tables.events().append(new Fact.ItemTrashed(id), now);
          return new Change.Made(next);
        });
  }

  public Change restore(ItemId id, Actor actor) {
    return change(
        id,
        actor,
        (tables, item) -> {
          if (!(item.state() instanceof Item.State.Trashed(var since, var before))) {
            return new Change.Impossible("It is not in the trash.");
          }
          var next = item.becoming(before);
          tables.items().update(next);
          var now = time.instant();
          tables.events().append(new Fact.ItemRestored(id), now);
          Revival.goOn(tables, next, since, now);
          tables.enrichment().due(id, 0, now);
          return new Change.Made(tables.items().find(id).orElse(next));
        });
  }

  /// Makes all renditions again, from the original.
  public Change reprocess(ItemId id, Actor actor) {
    return change(
        id,
        actor,
        (tables, item) -> {
          var open =
              tables.jobs().of(item.id()).stream()
                  .filter(job -> job.isOpen() && job.stage() != NewJob.APART)
                  .toList();
          if (item.isTrashed()) {
            return new Change.Impossible("It is in the trash; restore it first.");
          }
          if (!open.stream().allMatch(job -> waitsForNothing(item, job))) {
            return new Change.Impossible("It is being processed already.");
          }
          if (isOriginalDamaged(tables, item)) {
            return new Change.Impossible(
                "Its original is damaged or lost; upload the same file again to mend it.");
          }
          if (isOriginalGone(tables, item)) {
            return new Change.Impossible("Its original was not kept, as its owner wished.");
          }
          var now = time.instant();
          open.forEach(job -> Settlement.cancelled(tables, job, now));
          describeAgain(tables, item, now);
          if (item.source() instanceof Source.Mirrored) {
            return new Change.Made(LibraryRenditions.again(tables, item, now));
          }
          if (item.source() instanceof Source.External) {
            return new Change.Made(item); // being read is the first stage of being described
          }
          Pipeline.add(tables, Pipeline.first(item), now);
          // What is published stays so meanwhile: its renditions are replaced one by one.
          var next = item.isPublished() ? item : item.becoming(new Item.State.Processing());
          tables.items().update(next);
          tables.events().append(new Fact.ItemChanged(id), now);
          return new Change.Made(next);
        });
  }

  /// Its name and file are looked at once more, and whoever gave no answer is asked at once.
  private static void describeAgain(Database.Tables tables, Item item, Instant now) {
    var store = tables.enrichment();
    for (var outcome : store.outcomes(item.id())) {
      if (outcome.kind() == Outcome.Kind.FAILED || outcome.stage().equals(Stages.PARSE)) {
        store.forget(item.id(), outcome.stage());
      }
    }
    store.due(item.id(), tables.jobs().nextDemand(), now);
  }

  /// Behind a failure, later stages wait for a retry that a new round takes the place of.
  private static boolean waitsForNothing(Item item, Job job) {
    return item.state() instanceof Item.State.Failed && job.state() instanceof Job.State.Waiting;
  }

  private static boolean isOriginalDamaged(Database.Tables tables, Item item) {
    return item.source() instanceof Source.Owned owned
        && owned.isKept()
        && tables
            .files()
            .findOriginal(owned.digest())
            .flatMap(file -> tables.files().findDamage(file.path()))
            .isPresent();
  }

  private static boolean isOriginalGone(Database.Tables tables, Item item) {
    return item.source() instanceof Source.Owned owned
        && owned.isKept()
        && tables.files().findOriginal(owned.digest()).isEmpty();
  }

  /// Puts the item's open jobs before all others.
  public Change demand(ItemId id, Actor actor) {
    return database.write(tables -> {
      var item = tables.items().find(id).filter(actor::canSee);
      if (item.isEmpty()) {
        return new Change.Unknown();
      }
      var now = time.instant();
      long demand = tables.jobs().nextDemand();
      LibraryRenditions.demand(tables, item.get(), demand, now);
      for (var job : tables.jobs().of(id)) {
        if (job.isOpen()) {
          tables.jobs().replace(job, job.demanded(demand), now);
        }
      }
      tables.enrichment().due(id, demand, now);
      return new Change.Made(item.get());
    });
  }

  private interface Edit {
    Change make(Database.Tables tables, Item item);
  }

  private Change change(ItemId id, Actor actor, Edit edit) {
    return database.write(tables -> {
      var item = tables.items().find(id).filter(actor::canSee);
      if (item.isEmpty()) {
        return new Change.Unknown();
      }
      if (!actor.canEdit(item.get())) {
        return new Change.Forbidden();
      }
      return edit.make(tables, item.get());
    });
  }
}
