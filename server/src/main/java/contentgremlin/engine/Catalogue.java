package contentgremlin.engine;

import contentgremlin.account.AccountId;
import contentgremlin.account.Actor;
import contentgremlin.engine.library.Likeness;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.ItemQuery;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.item.Rendition;
import contentgremlin.store.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lists items for whoever asks, page by page: never one that the actor may not find. Thread-safe.
///
/// Moderators find everything; a person finds what is public and what is its own; others find what
/// is public.
public final class Catalogue {
  /// No call looks at more items than this. A page of something rare may therefore be short, or
  /// even empty, although there are more pages.
  static final int LOOKED_AT_MAX = 2_000;

  /// Behind so many better matches nobody looks.
  public static final int SEARCH_DEPTH_MAX = 1_000;

  private static final String TRASHED = "trashed";
  private static final String PUBLISHED = "published";

  private static final Comparator<Item> NEWEST_FIRST =
      Comparator.comparing(Item::created).thenComparing(Item::id).reversed();

  private final Database database;

  public Catalogue(Database database) {
    this.database = database;
  }

  /// What to leave out; null leaves nothing out.
  ///
  /// @param state the word of a state; only this one shows the trash
  public record Filter(
      @Nullable MediaType type,
      @Nullable String tag,
      @Nullable AccountId owner,
      @Nullable String state) {
    public static final Filter NONE = new Filter(null, null, null, null);

    private boolean holds(Item item) {
      return (type == null || item.type() == type)
          && (tag == null || item.tags().contains(tag))
          && (owner == null || owner.equals(item.owner()))
          && (state == null ? !item.isTrashed() : item.state().word().equals(state));
    }
  }

  /// @param next where the next page starts; null if this is the last one
  public record Page(List<Item> items, ItemQuery.@Nullable Key next) {}

  /// Newest first.
  public Page list(Filter filter, Actor actor, ItemQuery.@Nullable Key after, int limit) {
    var scopes = scopes(filter, actor);
    return database.read(tables -> list(tables, scopes, filter, after, limit));
  }

  private static Page list(
      Database.Tables tables,
      List<ItemQuery.Scope> scopes,
      Filter filter,
      ItemQuery.@Nullable Key after,
      int limit) {
    int batchSize = filter.state() == null ? limit : ItemQuery.LIMIT_MAX;
    var found = new ArrayList<Item>();
    var at = after;
    for (int lookedAt = 0; lookedAt < LOOKED_AT_MAX; lookedAt += batchSize) {
      var batch = batch(tables, scopes, filter, at, batchSize);
      for (var item : batch) {
        at = ItemQuery.Key.of(item);
        if (filter.state() == null || filter.holds(item)) {
          found.add(item);
        }
        if (found.size() == limit) {
          boolean more = !batch(tables, scopes, filter, at, 1).isEmpty();
          return new Page(found, more ? at : null);
        }
      }
      if (batch.size() < batchSize) {
        return new Page(found, null);
      }
    }
    return new Page(found, at);
  }

  /// Merges the listings of all scopes; each is in the same order already.
  private static List<Item> batch(
      Database.Tables tables,
      List<ItemQuery.Scope> scopes,
      Filter filter,
      ItemQuery.@Nullable Key after,
      int limit) {
    var merged = new LinkedHashMap<ItemId, Item>();
    for (var scope : scopes) {
      var query = new ItemQuery(scope, filter.type(), filter.tag(), after, limit);
      tables.items().list(query).forEach(item -> merged.put(item.id(), item));
    }
    return merged.values().stream().sorted(NEWEST_FIRST).limit(limit).toList();
  }

  private static List<ItemQuery.Scope> scopes(Filter filter, Actor actor) {
    boolean everything = actor.seesEverything();
    var self = self(actor);
    var owner = filter.owner();
    if (TRASHED.equals(filter.state())) {
      return trash(everything, self, owner);
    }
    if (owner != null) {
      return everything || owner.equals(self)
          ? List.of(new ItemQuery.Scope.OwnedBy(owner))
          : List.of(new ItemQuery.Scope.PublicOf(owner));
    }
    if (everything) {
      return List.of(new ItemQuery.Scope.Everything());
    }
    if (self == null) {
      return List.of(new ItemQuery.Scope.Public());
    }
    // Only its own items can be in another state: no need to look through all public ones.
    boolean ownOnly = filter.state() != null && !filter.state().equals(PUBLISHED);
    return ownOnly
        ? List.of(new ItemQuery.Scope.OwnedBy(self))
        : List.of(new ItemQuery.Scope.Public(), new ItemQuery.Scope.OwnedBy(self));
  }

  private static List<ItemQuery.Scope> trash(
      boolean everything, @Nullable AccountId self, @Nullable AccountId owner) {
    if (everything) {
      return List.of(new ItemQuery.Scope.Trash(owner));
    }
    return self == null || (owner != null && !owner.equals(self))
        ? List.of()
        : List.of(new ItemQuery.Scope.Trash(self));
  }

  /// Whose own items the actor finds, besides the public ones.
  private static @Nullable AccountId self(Actor actor) {
    return actor.has(Actor.Scope.READ) ? actor.accountId() : null;
  }

  /// @param next how many better matches the next page skips; null if this is the last one
  public record Matches(List<Item> items, @Nullable Integer next) {}

  /// Best match first.
  ///
  /// @param query what a person typed
  /// @param skip how many matches to skip, as the page before said
  public Matches search(String query, Filter filter, Actor actor, int skip, int limit) {
    return database.read(tables -> search(tables, query, filter, actor, skip, limit));
  }

  private static Matches search(
      Database.Tables tables, String query, Filter filter, Actor actor, int skip, int limit) {
    var found = new ArrayList<Item>();
    int at = skip;
    while (at < SEARCH_DEPTH_MAX) {
      var batch =
          tables
              .items()
              .search(query, self(actor), actor.seesEverything(), at, ItemQuery.LIMIT_MAX);
      for (var item : batch) {
        if (found.size() == limit) {
          return new Matches(found, at);
        }
        at++;
        if (filter.holds(item)) {
          found.add(item);
        }
      }
      if (batch.size() < ItemQuery.LIMIT_MAX) {
        break;
      }
    }
    return new Matches(found, null);
  }

  /// What these items can be shown by, in one go: what they have been made into, and a poster also
  /// where the library has a picture of which one is made as soon as it is asked for.
  public Map<ItemId, Set<Rendition.Kind>> shown(Collection<Item> items) {
    return items.isEmpty() ? Map.of() : database.read(tables -> shown(tables, items));
  }

  public static Map<ItemId, Set<Rendition.Kind>> shown(
      Database.Tables tables, Collection<Item> items) {
    var shown = new HashMap<>(tables.items().renditionKinds(items.stream().map(Item::id).toList()));
    for (var pictured : Likeness.pictured(tables, items)) {
      var kinds = EnumSet.of(Rendition.Kind.POSTER);
      kinds.addAll(shown.getOrDefault(pictured, Set.of()));
      shown.put(pictured, kinds);
    }
    return shown;
  }

  /// What is said about an item's licence: an address, or a name.
  public Optional<String> licence(ItemId item) {
    return database.read(tables -> licence(tables.items().metadata(item)));
  }

  /// @param said of an item, the highest priority first within group and key
  public static Optional<String> licence(List<Metadata> said) {
    return said.stream()
        .filter(one -> one.group().equals("legal") && one.key().equals("license"))
        .map(Metadata::value)
        .filter(value -> !value.isBlank())
        .findFirst();
  }
}
