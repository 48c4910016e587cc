package contentgremlin.http.page;

import contentgremlin.account.Account;
import contentgremlin.account.Actor;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Items;
import contentgremlin.extend.Shown;
import contentgremlin.extension.Fragment;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.Item;
import contentgremlin.item.ItemQuery;
import contentgremlin.item.MediaType;
import contentgremlin.store.Database;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The listings: home, one person's, one tag's, what a search finds, the trash.
public final class BrowsePages {
  private static final int PAGE_SIZE = 36;

  /// How many of a person's newest items are looked at for those that are not published yet.
  private static final int STRIP_LOOKS_AT = 48;

  private static final int STRIP_MAX = 12;
  private static final int TAGS_SHOWN = 24;
  private static final int COLLECTIONS_SHOWN = 12;

  /// A ranking has no key, so that going through it has an end.
  private static final int SEARCH_OFFSET_MAX = 1_000;

  private final Pages pages;
  private final Items items;
  private final Accounts accounts;
  private final Database database;
  private final Cards cards;
  private final CollectionPages collections;

  BrowsePages(
      Pages pages,
      Items items,
      Accounts accounts,
      Database database,
      Cards cards,
      CollectionPages collections) {
    this.collections = collections;
    this.pages = pages;
    this.items = items;
    this.accounts = accounts;
    this.database = database;
    this.cards = cards;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/", this::home),
        Route.get("/search", this::search),
        Route.get("/tags/{tag}", request -> tag(request, request.parameter("tag"))),
        Route.get("/tags", request -> tag(request, request.query("name").orElse(""))),
        Route.get("/users/{name}", this::person),
        Route.get("/trash", this::trash));
  }

  /// A chip that narrows a listing.
  public record Chip(String label, String address, @Nullable Icon icon, boolean isChosen) {}

  /// @param strip what its viewer uploaded and is not published
  /// @param isUnclaimed nobody has an account yet: the page tells how to begin
  /// @param shown what extensions show there
  public record HomePage(
      Frame frame,
      List<Card> strip,
      List<Chip> chips,
      List<String> tags,
      CardPage page,
      String heading,
      boolean isUnclaimed,
      List<Shown> shown) {}

  /// @param kicker what sort of listing it is, above the heading
  /// @param empty what to say when there is nothing in it
  /// @param person whose they are; null if that is no matter
  public record ListingPage(
      Frame frame,
      String kicker,
      String heading,
      String empty,
      List<Chip> chips,
      CardPage page,
      Mood mood,
      @Nullable Person person) {
    ListingPage(
        Frame frame,
        String kicker,
        String heading,
        String empty,
        List<Chip> chips,
        CardPage page,
        Mood mood) {
      this(frame, kicker, heading, empty, chips, page, mood, null);
    }
  }

  private Response home(Request request) {
    var type = type(request);
    var actor = request.actor();
    var strip =
        type == null && request.query("after").isEmpty() ? unpublished(actor) : List.<Item>of();
    var feed = type == null ? "/feed.atom" : "/feed.atom?type=" + type.word();
    var address = type == null ? "/?" : "/?type=" + type.word() + "&";
    var grid = page(request, Items.home(actor), type, null, address, strip);
    var tags = database.read(tables -> tables.items().tags(TAGS_SHOWN));
    return pages.render(
        200,
        "home",
        new HomePage(
            pages.frame(request, type == null ? "" : plural(type)).withFeed(feed),
            cards.of(strip),
            typeChips("/", type),
            tags,
            grid,
            type == null ? "Newest" : plural(type),
            accounts.needsSetup(),
            pages.shown(Fragment.HOME)));
  }

  private List<Item> unpublished(Actor actor) {
    var account = actor.accountId();
    if (account == null) {
      return List.of();
    }
    var scope = new ItemQuery.Scope.OwnedBy(account);
    return items.list(new ItemQuery(scope, null, null, null, STRIP_LOOKS_AT)).stream()
        .filter(item -> !item.isPublished())
        .limit(STRIP_MAX)
        .toList();
  }

  private Response tag(Request request, String tag) {
    var type = type(request);
    var address = Texts.tagAddress(tag);
    boolean isPath = !address.contains("?");
    var listing =
        page(request, Items.home(request.actor()), type, tag, narrowed(address, type), List.of());
    return pages.render(
        200,
        "listing",
        new ListingPage(
            pages.frame(request, "#" + tag).withFeed(isPath ? address + "/feed.atom" : null),
            "Tag",
            tag,
            "Nothing carries this tag, or nothing that you may see.",
            typeChips(address, type),
            listing,
            Mood.PUZZLED));
  }

  private Response person(Request request) {
    var name = request.parameter("name");
    var account = accounts.findByName(name).orElseThrow(() -> nobody(name));
    if (!account.name().equals(name)) {
      return Response.seeOther("/users/" + Texts.encoded(account.name()));
    }
    var type = type(request);
    var address = "/users/" + account.name();
    var listing =
        page(
            request,
            scope(request.actor(), account),
            type,
            null,
            narrowed(address, type),
            List.of());
    boolean own = account.id().equals(request.actor().accountId());
    return pages.render(
        200,
        "listing",
        new ListingPage(
            pages.frame(request, account.name()).withFeed(address + "/feed.atom"),
            own ? "Yours" : "From",
            account.name(),
            own ? "You have not uploaded anything yet." : "Nothing public here yet.",
            typeChips(address, type),
            listing,
            Mood.ASLEEP,
            type == null && request.query("after").isEmpty()
                ? about(account, request.actor())
                : null));
  }

  private Person about(Account account, Actor actor) {
    var profile = accounts.profile(account.id());
    var found = collections.newest(account, actor, COLLECTIONS_SHOWN + 1);
    boolean isMore = found.size() > COLLECTIONS_SHOWN;
    return new Person(
        account.name(),
        profile.shownName(),
        Texts.linked(profile.about()),
        profile.website(),
        found.stream().limit(COLLECTIONS_SHOWN).toList(),
        isMore ? "/users/" + account.name() + "/collections" : null);
  }

  private static ItemQuery.Scope scope(Actor actor, Account account) {
    return actor.seesEverything() || account.id().equals(actor.accountId())
        ? new ItemQuery.Scope.OwnedBy(account.id())
        : new ItemQuery.Scope.PublicOf(account.id());
  }

  private static ProblemException nobody(String name) {
    return new ProblemException(404, "Nobody here", "There is nobody called “" + name + "”.");
  }

  private Response trash(Request request) {
    var actor = request.actor();
    if (actor.accountId() == null) {
      return LoginPages.redirect(request);
    }
    var scope = new ItemQuery.Scope.Trash(actor.canModerate() ? null : actor.accountId());
    var listing = page(request, scope, null, null, "/trash?", List.of());
    return pages.render(
        200,
        "listing",
        new ListingPage(
            pages.frame(request, "Trash"),
            "Put away",
            "Trash",
            "Nothing in the trash.",
            List.of(),
            listing,
            Mood.ASLEEP));
  }

  private Response search(Request request) {
    var query = request.query("q").orElse("").strip();
    int from = offset(request);
    var found =
        query.isEmpty()
            ? List.<Item>of()
            : items.search(query, request.actor(), from, PAGE_SIZE + 1);
    boolean more = found.size() > PAGE_SIZE && from + PAGE_SIZE <= SEARCH_OFFSET_MAX;
    var encoded = Texts.encoded(query);
    var next = more ? "/search?q=" + encoded + "&from=" + (from + PAGE_SIZE) : null;
    var frame = pages.frame(request, query.isEmpty() ? "Search" : query).withQuery(query);
    return pages.render(
        200,
        "listing",
        new ListingPage(
            query.isEmpty() ? frame : frame.withFeed("/search/feed.atom?q=" + encoded),
            "Search",
            query.isEmpty() ? "Search" : query,
            query.isEmpty()
                ? "Type some words above: titles, descriptions, tags and what the files say of"
                    + " themselves."
                : "Nothing found. Fewer or other words may help.",
            List.of(),
            new CardPage(cards.of(found.stream().limit(PAGE_SIZE).toList()), next),
            Mood.PUZZLED));
  }

  private static int offset(Request request) {
    try {
      return Math.clamp(Integer.parseInt(request.query("from").orElse("0")), 0, SEARCH_OFFSET_MAX);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /// @param address of the listing, ending so that a query parameter can follow
  /// @param without items that stand elsewhere on the page
  private CardPage page(
      Request request,
      ItemQuery.Scope scope,
      @Nullable MediaType type,
      @Nullable String tag,
      String address,
      List<Item> without) {
    var after = request.query("after").map(Cursor::key).orElse(null);
    var found = items.list(new ItemQuery(scope, type, tag, after, PAGE_SIZE + 1));
    var shown = found.stream().limit(PAGE_SIZE).toList();
    var next = found.size() > PAGE_SIZE ? address + "after=" + Cursor.of(shown.getLast()) : null;
    var elsewhere = without.stream().map(Item::id).collect(Collectors.toSet());
    return new CardPage(
        cards.of(shown.stream().filter(item -> !elsewhere.contains(item.id())).toList()), next);
  }

  private static @Nullable MediaType type(Request request) {
    return request.query("type").flatMap(BrowsePages::type).orElse(null);
  }

  static Optional<MediaType> type(String word) {
    return Arrays.stream(MediaType.values()).filter(it -> it.word().equals(word)).findFirst();
  }

  private static String narrowed(String address, @Nullable MediaType type) {
    var start = address + (address.contains("?") ? "&" : "?");
    return type == null ? start : start + "type=" + type.word() + "&";
  }

  private static List<Chip> typeChips(String address, @Nullable MediaType chosen) {
    var chips = new ArrayList<Chip>();
    chips.add(new Chip("All", address, null, chosen == null));
    for (var type : MediaType.values()) {
      chips.add(
          new Chip(
              plural(type),
              address + (address.contains("?") ? "&" : "?") + "type=" + type.word(),
              Icon.ofType(type.word()),
              type == chosen));
    }
    return chips;
  }

  static String plural(MediaType type) {
    return switch (type) {
      case VIDEO -> "Videos";
      case AUDIO -> "Music";
      case IMAGE -> "Pictures";
      case DOCUMENT -> "Documents";
    };
  }
}
