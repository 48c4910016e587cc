package contentgremlin.http.page;

import contentgremlin.account.Account;
import contentgremlin.account.Actor;
import contentgremlin.community.CollectionId;
import contentgremlin.community.MediaCollection;
import contentgremlin.community.MediaCollectionStore.Mark;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.MediaCollections;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collections: all of a person, and one with what is in it.
public final class CollectionPages {
  private static final int PAGE_SIZE = 60;

  private final Pages pages;
  private final MediaCollections collections;
  private final Accounts accounts;
  private final Cards cards;

  CollectionPages(Pages pages, MediaCollections collections, Accounts accounts, Cards cards) {
    this.pages = pages;
    this.collections = collections;
    this.accounts = accounts;
    this.cards = cards;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/collections/{id}", this::show),
        Route.get("/users/{name}/collections", this::list));
  }

  /// An item, and what the collector says of it.
  public record Noted(Card card, List<Texts.Stretch> note) {}

  public record CollectionPage(
      Frame frame,
      String title,
      List<Texts.Stretch> description,
      @Nullable String owner,
      String visibility,
      String day,
      String dayTime,
      List<Noted> items,
      @Nullable String next) {}

  private Response show(Request request) {
    var collection = visible(request);
    var after = after(request);
    var page = collections.items(collection, request.actor(), after, PAGE_SIZE);
    var shown = cards.of(page.entries().stream().map(MediaCollections.Entry::item).toList());
    var noted = new ArrayList<Noted>();
    for (int i = 0; i < shown.size(); i++) {
      noted.add(new Noted(shown.get(i), Texts.linked(page.entries().get(i).place().note())));
    }
    var owner = collection.owner();
    return pages.render(
        200,
        "collection",
        new CollectionPage(
            pages.frame(request, collection.title()),
            collection.title(),
            Texts.linked(collection.description()),
            owner == null ? null : accounts.names(List.of(owner)).get(owner),
            collection.visibility().word(),
            Texts.day(collection.created()),
            collection.created().toString(),
            noted,
            page.next() == null
                ? null
                : "/collections/" + collection.id().value() + "?after=" + page.next()));
  }

  private MediaCollection visible(Request request) {
    try {
      return collections
          .find(new CollectionId(request.parameter("id")), request.actor())
          .orElseThrow(CollectionPages::unknown);
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
  }

  private static ProblemException unknown() {
    return new ProblemException(
        404, "Not here", "There is no collection at this address, or it is not for you to see.");
  }

  private static @Nullable Long after(Request request) {
    try {
      return request.query("after").map(Long::valueOf).orElse(null);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private Response list(Request request) {
    var name = request.parameter("name");
    var account =
        accounts
            .findByName(name)
            .orElseThrow(() ->
                new ProblemException(404, "Nobody here", "There is nobody called “" + name + "”."));
    var address = "/users/" + Texts.encoded(account.name()) + "/collections";
    if (!account.name().equals(name)) {
      return Response.seeOther(address);
    }
    var found = of(account, request.actor(), before(request), PAGE_SIZE + 1);
    var page = found.stream().limit(PAGE_SIZE).toList();
    var next =
        found.size() > PAGE_SIZE ? address + "?before=" + Mark.after(page.getLast()).text() : null;
    return pages.render(
        200,
        "shelves",
        new AlbumPages.ShelvesPage(
            pages.frame(request, "Collections of " + account.name()),
            account.name(),
            "Collections",
            List.of(),
            cards(page, request.actor()),
            next));
  }

  private static @Nullable Mark before(Request request) {
    return request.query("before").flatMap(Mark::of).orElse(null);
  }

  private List<MediaCollection> of(Account account, Actor actor, @Nullable Mark before, int limit) {
    return collections.list(account.id(), actor, before, limit);
  }

  /// The newest collections of a person.
  List<ShelfCard> newest(Account account, Actor actor, int limit) {
    return cards(of(account, actor, null, limit), actor);
  }

  private List<ShelfCard> cards(List<MediaCollection> found, Actor actor) {
    var covers = collections.covers(found, actor);
    return found.stream()
        .map(one -> {
          var cover = covers.get(one.id());
          return new ShelfCard(
              "/collections/" + one.id().value(),
              one.title(),
              cover == null ? null : "/media/" + cover.value() + "/thumbnail",
              Texts.day(one.created()),
              null,
              "",
              Icon.GRID);
        })
        .toList();
  }
}
