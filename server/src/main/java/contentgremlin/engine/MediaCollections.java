package contentgremlin.engine;

import contentgremlin.account.AccountId;
import contentgremlin.account.Actor;
import contentgremlin.community.Collected;
import contentgremlin.community.CollectionId;
import contentgremlin.community.MediaCollection;
import contentgremlin.community.MediaCollectionStore.Mark;
import contentgremlin.community.MediaCollectionStore.Scope;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.Rendition;
import contentgremlin.item.Visibility;
import contentgremlin.store.Database;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What people put together. Whoever asks sees collections that it may see, and in them items that
/// it may find; the others are not even counted. Thread-safe.
public final class MediaCollections {
  /// No call looks at more items of a collection than this.
  private static final int LOOKED_AT_MAX = 2_000;

  private static final int BATCH = 200;
  private static final int RANDOM_BYTES = 13;

  /// Among so many of the first items a picture is looked for that stands for all.
  private static final int COVER_LOOKS_AT = 12;

  private final Database database;
  private final InstantSource time;
  private final SecureRandom random = new SecureRandom();

  public MediaCollections(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  /// How a change that somebody asked for ended.
  public sealed interface Change {
    record Made(MediaCollection collection) implements Change {}

    record Unknown() implements Change {}

    record Forbidden() implements Change {}

    /// It can't be so.
    record Impossible(String why) implements Change {}
  }

  /// What it is to be; null leaves it as it is, or takes the usual.
  ///
  /// @param items all that is to be in it, in this order
  public record Description(
      @Nullable String title,
      @Nullable String description,
      @Nullable Visibility visibility,
      @Nullable List<ItemId> items) {}

  public record Entry(Collected place, Item item) {}

  /// @param next the position of the last one that was looked at, if there may be more; else null.
  ///   Which item stands there may be a secret.
  public record Page(List<Entry> entries, @Nullable Long next) {}

  public Optional<MediaCollection> find(CollectionId id, Actor actor) {
    return database.read(tables -> tables.collections().find(id)).filter(actor::canSee);
  }

  /// Newest first.
  ///
  /// @param owner null for everybody's
  /// @param before where the page before ended, or null
  public List<MediaCollection> list(
      @Nullable AccountId owner, Actor actor, @Nullable Mark before, int limit) {
    var scope = scope(owner, actor);
    return database.read(tables -> tables.collections().list(scope, before, limit));
  }

  private static Scope scope(@Nullable AccountId owner, Actor actor) {
    if (owner == null) {
      return actor.seesEverything() ? new Scope.Everything() : new Scope.Public();
    }
    boolean isSelf = owner.equals(actor.accountId()) && actor.has(Actor.Scope.READ);
    return isSelf || actor.seesEverything() ? new Scope.OwnedBy(owner) : new Scope.PublicOf(owner);
  }

  /// What is in it, as far as the actor finds it.
  ///
  /// @param after the position where the page before ended, or null
  public Page items(MediaCollection collection, Actor actor, @Nullable Long after, int limit) {
    return database.read(tables -> {
      var found = new ArrayList<Entry>();
      var at = after;
      for (int seen = 0; seen < LOOKED_AT_MAX; seen += BATCH) {
        var batch = tables.collections().items(collection.id(), at, BATCH);
        for (var place : batch) {
          if (found.size() == limit) {
            return new Page(found, at);
          }
          at = place.position();
          tables
              .items()
              .find(place.item())
              .filter(item -> actor.finds(item))
              .ifPresent(item -> found.add(new Entry(place, item)));
        }
        if (batch.size() < BATCH) {
          return new Page(found, null);
        }
      }
      return new Page(found, at);
    });
  }

  /// For each collection an item whose picture stands for it; those without any are left out.
  public Map<CollectionId, ItemId> covers(List<MediaCollection> collections, Actor actor) {
    return database.read(tables -> {
      var covers = new HashMap<CollectionId, ItemId>();
      for (var collection : collections) {
        tables.collections().items(collection.id(), null, COVER_LOOKS_AT).stream()
            .flatMap(place -> tables.items().find(place.item()).stream())
            .filter(item -> actor.finds(item))
            .filter(item -> hasPicture(tables, item))
            .findFirst()
            .ifPresent(item -> covers.put(collection.id(), item.id()));
      }
      return covers;
    });
  }

  private static boolean hasPicture(Database.Tables tables, Item item) {
    var kinds = tables.items().renditionKinds(item.id());
    return kinds.contains(Rendition.Kind.POSTER) || kinds.contains(Rendition.Kind.IMAGE);
  }

  public Change create(Description wanted, Actor actor) {
    if (!actor.canCollect()) {
      return new Change.Forbidden();
    }
    var title = title(wanted, "");
    if (title.isEmpty()) {
      return new Change.Impossible("A collection needs a title.");
    }
    var fresh =
        new MediaCollection(
            id(),
            actor.accountId(),
            title,
            description(wanted, ""),
            wanted.visibility() == null ? Visibility.PUBLIC : wanted.visibility(),
            time.instant());
    return guarded(tables -> {
      var added = tables.collections().add(fresh);
      return arrange(tables, added, wanted.items(), actor);
    });
  }

  public Change change(CollectionId id, Description wanted, Actor actor) {
    return change(
        id,
        actor,
        (tables, collection) -> {
          var title = title(wanted, collection.title());
          if (title.isEmpty()) {
            return new Change.Impossible("A collection needs a title.");
          }
          var next =
              collection.with(
                  title,
                  description(wanted, collection.description()),
                  wanted.visibility() == null ? collection.visibility() : wanted.visibility());
          tables.collections().update(next);
          return arrange(tables, next, wanted.items(), actor);
        });
  }

  private CollectionId id() {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return CollectionId.from(bytes);
  }

  private static String title(Description wanted, String before) {
    return wanted.title() == null
        ? before
        : UploadText.line(wanted.title(), MediaCollection.TITLE_LENGTH_MAX);
  }

  private static String description(Description wanted, String before) {
    return wanted.description() == null
        ? before
        : UploadText.lines(wanted.description(), MediaCollection.DESCRIPTION_LENGTH_MAX);
  }

  /// Brings the items into this order; others go. What the actor does not find stays, at the end:
  /// who can't see it can't mean to remove it.
  private Change arrange(
      Database.Tables tables,
      MediaCollection collection,
      @Nullable List<ItemId> items,
      Actor actor) {
    if (items == null) {
      return new Change.Made(collection);
    }
    var wanted = new HashSet<ItemId>();
    long position = 0;
    for (var id : items) {
      if (!wanted.add(id)) {
        throw new Unfit("An item can be in it only once: " + id.value());
      }
      var item = tables.items().find(id).filter(actor::canSee);
      if (item.isEmpty()) {
        throw new Unfit("There is no such item: " + id.value());
      }
      var _ = tables.collections().append(collection.id(), id, "", time.instant());
      tables.collections().place(collection.id(), id, ++position);
    }
    for (var place :
        tables.collections().items(collection.id(), null, MediaCollection.ITEMS_MAX * 2)) {
      if (!wanted.contains(place.item())) {
        var item = tables.items().find(place.item());
        if (item.isPresent() && !actor.finds(item.get())) {
          tables.collections().place(collection.id(), place.item(), ++position);
        } else {
          var _ = tables.collections().take(collection.id(), place.item());
        }
      }
    }
    return new Change.Made(collection);
  }

  /// Undoes the transaction that it is thrown in.
  private static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unfit(String why) {
      super(why);
    }
  }

  public Change remove(CollectionId id, Actor actor) {
    return change(
        id,
        actor,
        (tables, collection) -> {
          tables.collections().remove(id);
          return new Change.Made(collection);
        });
  }

  /// Puts an item at the end; one that is in it stays where it is.
  public Change put(CollectionId id, ItemId item, String note, Actor actor) {
    var text = UploadText.lines(note, MediaCollection.NOTE_LENGTH_MAX);
    return change(
        id,
        actor,
        (tables, collection) -> {
          if (tables.items().find(item).filter(actor::canSee).isEmpty()) {
            return new Change.Impossible("There is no such item: " + item.value());
          }
          if (tables.collections().count(id) >= MediaCollection.ITEMS_MAX) {
            return new Change.Impossible(
                "A collection holds at most " + MediaCollection.ITEMS_MAX + " items.");
          }
          var _ = tables.collections().append(id, item, text, time.instant());
          return new Change.Made(collection);
        });
  }

  public Change take(CollectionId id, ItemId item, Actor actor) {
    return change(
        id,
        actor,
        (tables, collection) -> {
          var _ = tables.collections().take(id, item);
          return new Change.Made(collection);
        });
  }

  private interface Edit {
    Change make(Database.Tables tables, MediaCollection collection);
  }

  private Change change(CollectionId id, Actor actor, Edit edit) {
    return guarded(tables -> {
      var collection = tables.collections().find(id).filter(actor::canSee);
      if (collection.isEmpty()) {
        return new Change.Unknown();
      }
      return actor.canEdit(collection.get())
          ? edit.make(tables, collection.get())
          : new Change.Forbidden();
    });
  }

  private Change guarded(Function<Database.Tables, Change> work) {
    try {
      return database.write(work::apply);
    } catch (Unfit e) {
      return new Change.Impossible(String.valueOf(e.getMessage()));
    }
  }
}
