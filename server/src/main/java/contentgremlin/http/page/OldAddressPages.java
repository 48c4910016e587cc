package contentgremlin.http.page;

import contentgremlin.account.AccountId;
import contentgremlin.account.Actor;
import contentgremlin.arrival.OldAddress;
import contentgremlin.community.CollectionId;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Items;
import contentgremlin.engine.MediaCollections;
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
  private static final int PARTS_MAX = 8;
  private static final int BELOW_PERSONS_MAX = 1;
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

  /// Wherever nothing of this server is.
  List<Route> routes() {
    return List.of(Route.get("/{old...}", this::lead));
  }

  private Response lead(Request request) {
    var old = request.parameter("old").replaceAll("/+$", "");
    var parts = List.of(old.split("/", -1));
    var address =
        old.length() > LENGTH_MAX || parts.size() > PARTS_MAX
            ? Optional.<OldAddress>empty()
            : address(parts);
    return address
        .flatMap(found -> target(found, request.actor()))
        .<Response>map(
            target -> new Response.Empty(301, List.of(new Response.Header("Location", target))))
        .orElseGet(() -> Response.notFound("There is nothing at " + request.path() + "."));
  }

  /// What is below the address of a thing, as that of a comment, is the thing's; of what is below a
  /// person's, only that person's other pages are.
  private Optional<OldAddress> address(List<String> parts) {
    return database.read(tables -> {
      for (int count = parts.size(); count > 0; count--) {
        var found = tables.arrivals().follow(String.join("/", parts.subList(0, count)));
        if (found.isPresent()) {
          int deeper = parts.size() - count;
          return found.filter(
              address -> address.kind() != OldAddress.Kind.ACCOUNT || deeper <= BELOW_PERSONS_MAX);
        }
      }
      return Optional.empty();
    });
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
}
