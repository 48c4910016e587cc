package contentgremlin.http.page;

import contentgremlin.account.AccountId;
import contentgremlin.account.Actor;
import contentgremlin.arrival.OldAddress;
import contentgremlin.community.CollectionId;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Items;
import contentgremlin.engine.MediaCollections;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.ItemId;
import contentgremlin.store.Database;
import java.util.List;
import java.util.Optional;

/// The addresses that things had on the server that they came from lead to where they are now. They
/// can be guessed: so they lead nobody to what is only for those who know its address here, but
/// those whose it is.
final class OldAddressPages {
  private static final int PARTS_MAX = 6;
  private static final int LENGTH_MAX = 1_000;

  private final Database database;
  private final Items items;
  private final MediaCollections collections;
  private final Accounts accounts;

  OldAddressPages(Database database, Items items, MediaCollections collections, Accounts accounts) {
    this.database = database;
    this.items = items;
    this.collections = collections;
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(Route.get("/u/{old...}", this::lead));
  }

  private Response lead(Request request) {
    var old = request.parameter("old").replaceAll("/+$", "");
    var parts = List.of(old.split("/", -1));
    if (old.length() > LENGTH_MAX || parts.size() > PARTS_MAX) {
      throw nothing();
    }
    var target = target(parts, request.actor()).orElseThrow(OldAddressPages::nothing);
    return new Response.Empty(301, List.of(new Response.Header("Location", target)));
  }

  /// A comment's address begins with that of what it is about; other pages of a person are that
  /// person's.
  private Optional<String> target(List<String> parts, Actor actor) {
    boolean isThing =
        parts.size() >= 3 && (parts.get(1).equals("m") || parts.get(1).equals("collection"));
    var path = "u/" + String.join("/", parts.subList(0, isThing ? 3 : 1));
    return database
        .read(tables -> tables.arrivals().follow(path))
        .flatMap(address -> target(address, actor));
  }

  private Optional<String> target(OldAddress address, Actor actor) {
    return switch (address.kind()) {
      case ITEM ->
          items
              .find(new ItemId(address.target()), actor)
              .filter(actor::finds)
              .map(item -> "/items/" + item.id().value());
      case COLLECTION ->
          collections
              .find(new CollectionId(address.target()), actor)
              .filter(actor::finds)
              .map(collection -> "/collections/" + collection.id().value());
      case ACCOUNT -> {
        var id = new AccountId(Long.parseLong(address.target()));
        yield Optional.ofNullable(accounts.names(List.of(id)).get(id))
            .map(name -> "/users/" + Texts.encoded(name));
      }
    };
  }

  private static ProblemException nothing() {
    return new ProblemException(
        404, "Not here", "There is nothing at this address, or it is not for you to see.");
  }
}
