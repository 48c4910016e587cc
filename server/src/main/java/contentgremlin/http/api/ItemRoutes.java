package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.account.Actor;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Catalogue;
import contentgremlin.engine.Items;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.Item;
import contentgremlin.item.ItemQuery;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.item.Visibility;
import contentgremlin.store.Database;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/api/v1/items`: list, search, get, describe, trash and restore, hurry, make again.
final class ItemRoutes {
  static final String ADDRESS = "/api/v1/items";

  static final int DESCRIPTION_LENGTH_MAX = 20_000;
  static final int TAGS_MAX = 50;
  static final int TAG_LENGTH_MAX = 64;

  static final String STATES = "processing, published, failed, missing, offline, trashed";
  private static final Set<String> STATE_WORDS = Set.of(STATES.split(", "));
  private static final String TYPES = "video, audio, image, document";
  private static final String VISIBILITIES = "public, unlisted, private";

  private static final String SPATIAL = "spatial";

  private final Items items;
  private final Catalogue catalogue;
  private final Accounts accounts;
  private final Database database;
  private final ItemViews views;

  ItemRoutes(
      Items items, Catalogue catalogue, Accounts accounts, Database database, ItemViews views) {
    this.items = items;
    this.catalogue = catalogue;
    this.accounts = accounts;
    this.database = database;
    this.views = views;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::list),
        Route.get(ADDRESS + "/{id}", this::get),
        new Route("PATCH", ADDRESS + "/{id}", this::describe),
        new Route("DELETE", ADDRESS + "/{id}", this::trash),
        Route.post(ADDRESS + "/{id}/restore", this::restore),
        Route.post(ADDRESS + "/{id}/demand", this::demand),
        Route.post(ADDRESS + "/{id}/reprocess", this::reprocess),
        Route.get(ADDRESS + "/{id}/metadata", this::metadata));
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Listing(List<ItemView> items, @Nullable String next) {}

  private Response list(Request request) {
    int limit = Parameters.limit(request, ItemQuery.LIMIT_MAX);
    var type = Parameters.word(request, "type", MediaType::of, TYPES).orElse(null);
    var tag = Parameters.text(request, "tag").orElse(null);
    var state = Parameters.word(request, "state", ItemRoutes::state, STATES).orElse(null);
    var ownerName = Parameters.text(request, "owner");
    var owner = ownerName.flatMap(name -> Owners.of(accounts, name, request.actor()));
    if ("trashed".equals(state) && Access.isAnonymous(request.actor())) {
      throw Access.logInFirst();
    }
    if (ownerName.isPresent() && owner.isEmpty()) {
      return Response.ok(new Listing(List.of(), null));
    }
    var filter = new Catalogue.Filter(type, tag, owner.orElse(null), state);
    return Parameters.text(request, "q")
        .map(query -> search(request, query, filter, limit))
        .orElseGet(() -> list(request, filter, limit));
  }

  private static String state(String word) {
    if (!STATE_WORDS.contains(word)) {
      throw new IllegalArgumentException(word);
    }
    return word;
  }

  private Response list(Request request, Catalogue.Filter filter, int limit) {
    var after = Parameters.itemAfter(request).orElse(null);
    var page = catalogue.list(filter, request.actor(), after, limit);
    var next = page.next() == null ? null : Parameters.cursor(page.next());
    return Response.ok(new Listing(views.of(page.items(), request.actor()), next));
  }

  private Response search(Request request, String query, Catalogue.Filter filter, int limit) {
    int skip = Parameters.matchesAfter(request, Catalogue.SEARCH_DEPTH_MAX);
    var matches = catalogue.search(query, filter, request.actor(), skip, limit);
    var next = matches.next() == null ? null : Parameters.cursor(matches.next());
    return Response.ok(new Listing(views.of(matches.items(), request.actor()), next));
  }

  private Response get(Request request) {
    return Response.ok(views.whole(visible(request), request.actor()));
  }

  private Item visible(Request request) {
    return items.find(Parameters.item(request), request.actor()).orElseThrow(Parameters::noItem);
  }

  /// A merge patch (RFC 7396): what is not sent stays, null empties what can be empty.
  private Response describe(Request request) throws IOException {
    var id = Parameters.item(request);
    // Whoever may not see the item is not told either what is wrong with the body.
    if (!request.actor().canEdit(visible(request))) {
      throw mayNotEdit(request.actor());
    }
    var fields = Fields.of(request);
    var title =
        fields
            .text("title", Item.TITLE_LENGTH_MAX)
            .map(text -> UploadText.line(text, Item.TITLE_LENGTH_MAX));
    if (title.isPresent() && title.get().isEmpty()) {
      throw Fields.wrong("title", "must not be empty");
    }
    var wanted =
        new Items.Description(
            title.orElse(null),
            fields
                .clearableText("description", DESCRIPTION_LENGTH_MAX)
                .map(text -> UploadText.lines(text, DESCRIPTION_LENGTH_MAX))
                .orElse(null),
            fields.texts("tags", TAGS_MAX, TAG_LENGTH_MAX).map(ItemRoutes::tags).orElse(null),
            fields.word("visibility", Visibility::of, VISIBILITIES).orElse(null));
    fields.done();
    return answer(200, items.describe(id, wanted, request.actor()), request.actor());
  }

  /// As uploads have them: one line, each once, in the order that the person chose.
  private static List<String> tags(List<String> typed) {
    return typed.stream()
        .map(tag -> UploadText.line(tag, TAG_LENGTH_MAX))
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .toList();
  }

  private Response trash(Request request) {
    var id = Parameters.item(request);
    return answer(200, items.trash(id, request.actor()), request.actor());
  }

  private Response restore(Request request) {
    var id = Parameters.item(request);
    return answer(200, items.restore(id, request.actor()), request.actor());
  }

  private Response demand(Request request) {
    var id = Parameters.item(request);
    visible(request);
    Access.requireAccount(request);
    return answer(202, items.demand(id, request.actor()), request.actor());
  }

  private Response reprocess(Request request) {
    var id = Parameters.item(request);
    return answer(202, items.reprocess(id, request.actor()), request.actor());
  }

  private Response answer(int status, Items.Change change, Actor actor) {
    return switch (change) {
      case Items.Change.Made(var item) ->
          new Response.Json(status, List.of(), views.whole(item, actor));
      case Items.Change.Unknown() -> throw Parameters.noItem();
      case Items.Change.Forbidden() -> throw mayNotEdit(actor);
      case Items.Change.Impossible(var why) -> Response.problem(409, "Not now", why);
    };
  }

  private static RuntimeException mayNotEdit(Actor actor) {
    return Access.refused(actor, "Only its owner and moderators may change this item.");
  }

  record MetadataListing(List<MetadataView> metadata) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record MetadataView(
      String group,
      String key,
      @Nullable String language,
      String value,
      String provider,
      int priority,
      String at) {
    static MetadataView of(Metadata metadata) {
      return new MetadataView(
          metadata.group(),
          metadata.key(),
          metadata.language().isEmpty() ? null : metadata.language(),
          metadata.value(),
          metadata.provider(),
          metadata.priority(),
          metadata.at().toString());
    }
  }

  private Response metadata(Request request) {
    var item = visible(request);
    boolean withPlace = request.actor().seesPlace(item);
    var metadata = database.read(tables -> tables.items().metadata(item.id()));
    return Response.ok(
        new MetadataListing(
            metadata.stream()
                .filter(value -> withPlace || !value.group().equals(SPATIAL))
                .map(MetadataView::of)
                .toList()));
  }
}
