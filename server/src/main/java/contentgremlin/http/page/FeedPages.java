package contentgremlin.http.page;

import contentgremlin.account.Actor;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Items;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.Item;
import contentgremlin.item.ItemQuery;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Atom feeds (RFC 4287) of the listings. They hold what everyone may see, whoever asks.
final class FeedPages {
  private static final int ENTRIES_MAX = 50;

  private final Items items;
  private final Accounts accounts;
  private final Database database;

  FeedPages(Items items, Accounts accounts, Database database) {
    this.items = items;
    this.accounts = accounts;
    this.database = database;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/feed.atom", this::home),
        Route.get("/users/{name}/feed.atom", this::person),
        Route.get("/tags/{tag}/feed.atom", this::tag),
        Route.get("/search/feed.atom", this::search));
  }

  private Response home(Request request) {
    var type = request.query("type").flatMap(BrowsePages::type).orElse(null);
    var query = new ItemQuery(new ItemQuery.Scope.Public(), type, null, null, ENTRIES_MAX);
    var page = type == null ? "/" : "/?type=" + type.word();
    return feed(request, type == null ? "" : BrowsePages.plural(type), page, items.list(query));
  }

  private Response person(Request request) {
    var name = request.parameter("name");
    var account = accounts.findByName(name);
    if (account.isEmpty()) {
      return Response.notFound("There is nobody called “" + name + "”.");
    }
    var current = account.get().name();
    if (!current.equals(name)) {
      return Response.seeOther("/users/" + Texts.encoded(current) + "/feed.atom");
    }
    var scope = new ItemQuery.Scope.PublicOf(account.get().id());
    return feed(
        request,
        current,
        "/users/" + current,
        items.list(new ItemQuery(scope, null, null, null, ENTRIES_MAX)));
  }

  private Response tag(Request request) {
    var tag = request.parameter("tag");
    var query = new ItemQuery(new ItemQuery.Scope.Public(), null, tag, null, ENTRIES_MAX);
    return feed(request, "#" + tag, Texts.tagAddress(tag), items.list(query));
  }

  private Response search(Request request) {
    var words = request.query("q").orElse("").strip();
    var found =
        words.isEmpty()
            ? List.<Item>of()
            : items.search(words, new Actor.Anonymous(), 0, ENTRIES_MAX);
    return feed(request, words, "/search?q=" + Texts.encoded(words), found);
  }

  private Response feed(Request request, String title, String page, List<Item> found) {
    // Asked before the transaction begins: the answer may need one of its own.
    var origin = request.origin();
    var atom =
        database.read(tables -> {
          var site = Setting.SITE_NAME.text(tables.settings());
          var base = Setting.BASE_URL.text(tables.settings());
          var feed =
              new AtomFeed(
                  base.isEmpty() ? origin : base.replaceFirst("/+$", ""),
                  title.isEmpty() ? site : title + " · " + site,
                  page,
                  request.target());
          for (var item : found) {
            feed.add(item, owner(tables, item), site);
          }
          return feed.text();
        });
    return new Response.Text(
        200,
        List.of(
            new Response.Header("Cache-Control", "public, max-age=60"),
            new Response.Header("X-Content-Type-Options", "nosniff")),
        "application/atom+xml; charset=utf-8",
        atom.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String owner(Database.Tables tables, Item item) {
    var owner = item.owner();
    return owner == null
        ? null
        : tables.accounts().find(owner).map(account -> account.name()).orElse(null);
  }
}
