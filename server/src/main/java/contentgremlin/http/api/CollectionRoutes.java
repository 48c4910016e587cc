package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.account.Actor;
import contentgremlin.community.CollectionId;
import contentgremlin.community.MediaCollection;
import contentgremlin.community.MediaCollectionStore.Mark;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.MediaCollections;
import contentgremlin.engine.MediaCollections.Change;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.ItemId;
import contentgremlin.item.Visibility;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `/api/v1/collections`: what people put together.
final class CollectionRoutes {
  static final String ADDRESS = "/api/v1/collections";

  private static final int LIMIT_MAX = 200;

  /// So many items are brought into an order at once: each takes some statements.
  private static final int ARRANGED_MAX = 1_000;

  private static final String VISIBILITIES = "public, unlisted, private";

  private final MediaCollections collections;
  private final Accounts accounts;
  private final ItemViews views;

  CollectionRoutes(MediaCollections collections, Accounts accounts, ItemViews views) {
    this.collections = collections;
    this.accounts = accounts;
    this.views = views;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::list),
        Route.post(ADDRESS, this::create),
        Route.get(ADDRESS + "/{id}", this::get),
        new Route("PATCH", ADDRESS + "/{id}", this::change),
        new Route("DELETE", ADDRESS + "/{id}", this::remove),
        Route.post(ADDRESS + "/{id}/items", this::put),
        new Route("DELETE", ADDRESS + "/{id}/items/{item}", this::take));
  }

  /// @param items a page of what is in it; left out in listings
  /// @param next where the next page of items starts
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CollectionView(
      String id,
      String title,
      String description,
      String visibility,
      @Nullable String owner,
      String created,
      @Nullable List<EntryView> items,
      @Nullable String next,
      Map<String, String> links) {}

  /// @param note what the collector says of it
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EntryView(ItemView item, @Nullable String note, String added) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Listing(List<CollectionView> collections, @Nullable String next) {}

  private Response list(Request request) {
    int limit = Parameters.limit(request, LIMIT_MAX);
    var before = Parameters.text(request, "after").map(CollectionRoutes::mark).orElse(null);
    var name = Parameters.text(request, "owner");
    var owner = name.flatMap(one -> Owners.of(accounts, one, request.actor()));
    if (name.isPresent() && owner.isEmpty()) {
      return Response.ok(new Listing(List.of(), null));
    }
    var found = collections.list(owner.orElse(null), request.actor(), before, limit + 1);
    var page = found.stream().limit(limit).toList();
    var next = found.size() > limit ? Mark.after(page.getLast()).text() : null;
    var names =
        accounts.names(page.stream().map(MediaCollection::owner).filter(Objects::nonNull).toList());
    return Response.ok(
        new Listing(
            page.stream()
                .map(one ->
                    view(one, one.owner() == null ? null : names.get(one.owner()), null, null))
                .toList(),
            next));
  }

  private static CollectionView view(
      MediaCollection collection,
      @Nullable String owner,
      @Nullable List<EntryView> items,
      @Nullable String next) {
    var id = collection.id().value();
    return new CollectionView(
        id,
        collection.title(),
        collection.description(),
        collection.visibility().word(),
        owner,
        collection.created().toString(),
        items,
        next,
        Map.of("self", ADDRESS + "/" + id, "page", "/collections/" + id));
  }

  private Response get(Request request) {
    return Response.ok(whole(request, visible(request)));
  }

  private MediaCollection visible(Request request) {
    return collections.find(id(request), request.actor()).orElseThrow(CollectionRoutes::unknown);
  }

  private static CollectionId id(Request request) {
    try {
      return new CollectionId(request.parameter("id"));
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
  }

  private static ProblemException unknown() {
    return new ProblemException(404, "Not found", "There is no such collection.");
  }

  private CollectionView whole(Request request, MediaCollection collection) {
    int limit = Parameters.limit(request, LIMIT_MAX);
    var after = Parameters.numberAfter(request).orElse(null);
    var page = collections.items(collection, request.actor(), after, limit);
    var shown =
        views.of(
            page.entries().stream().map(MediaCollections.Entry::item).toList(), request.actor());
    var entries = new java.util.ArrayList<EntryView>();
    for (int i = 0; i < shown.size(); i++) {
      var place = page.entries().get(i).place();
      entries.add(
          new EntryView(
              shown.get(i),
              place.note().isEmpty() ? null : place.note(),
              place.added().toString()));
    }
    return view(
        collection,
        owner(collection),
        entries,
        page.next() == null ? null : page.next().toString());
  }

  private @Nullable String owner(MediaCollection collection) {
    var owner = collection.owner();
    return owner == null ? null : accounts.names(List.of(owner)).get(owner);
  }

  private static Mark mark(String text) {
    return Mark.of(text)
        .orElseThrow(() -> Parameters.wrong("after", "is not one that we gave out"));
  }

  private static MediaCollections.Description description(Fields fields) {
    var wanted =
        new MediaCollections.Description(
            fields.text("title", MediaCollection.TITLE_LENGTH_MAX).orElse(null),
            fields
                .clearableText("description", MediaCollection.DESCRIPTION_LENGTH_MAX)
                .orElse(null),
            fields.word("visibility", Visibility::of, VISIBILITIES).orElse(null),
            fields
                .texts("items", ARRANGED_MAX, ItemId.LENGTH_MAX)
                .map(ids -> ids.stream().map(CollectionRoutes::item).toList())
                .orElse(null));
    fields.done();
    return wanted;
  }

  private static ItemId item(String text) {
    return Parameters.itemOf(text).orElseThrow(() -> Fields.wrong("items", "must be ids of items"));
  }

  private Response create(Request request) throws IOException {
    Access.requireAccount(request);
    return switch (collections.create(description(Fields.of(request)), request.actor())) {
      case Change.Made(var collection) ->
          Response.created(ADDRESS + "/" + collection.id().value(), whole(request, collection));
      case Change other -> refused(other, request.actor());
    };
  }

  private Response change(Request request) throws IOException {
    requireRight(request);
    var wanted = description(Fields.of(request));
    return answer(request, collections.change(id(request), wanted, request.actor()));
  }

  /// Whoever may not see or change it is not told what is wrong with the body.
  private void requireRight(Request request) {
    if (!request.actor().canEdit(visible(request))) {
      throw forbidden(request.actor());
    }
  }

  private Response remove(Request request) {
    requireRight(request);
    return switch (collections.remove(id(request), request.actor())) {
      case Change.Made _ -> Response.noContent();
      case Change other -> refused(other, request.actor());
    };
  }

  private Response put(Request request) throws IOException {
    requireRight(request);
    var fields = Fields.of(request);
    var item = item(fields.requiredText("item", ItemId.LENGTH_MAX));
    var note = fields.text("note", MediaCollection.NOTE_LENGTH_MAX).orElse("");
    fields.done();
    return answer(request, collections.put(id(request), item, note, request.actor()));
  }

  private Response take(Request request) {
    requireRight(request);
    var item = Parameters.itemOf(request.parameter("item")).orElseThrow(Parameters::noItem);
    return answer(request, collections.take(id(request), item, request.actor()));
  }

  private Response answer(Request request, Change change) {
    return change instanceof Change.Made(var collection)
        ? Response.ok(whole(request, collection))
        : refused(change, request.actor());
  }

  private static Response refused(Change change, Actor actor) {
    return switch (change) {
      case Change.Made _ -> throw new IllegalStateException("it was made");
      case Change.Unknown() -> throw unknown();
      case Change.Forbidden() -> throw forbidden(actor);
      case Change.Impossible(var why) -> Response.problem(422, "Not possible", why);
    };
  }

  private static ProblemException forbidden(Actor actor) {
    return Access.refused(actor, "Only its owner and moderators may change this collection.");
  }
}
