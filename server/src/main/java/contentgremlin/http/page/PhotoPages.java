package contentgremlin.http.page;

import contentgremlin.account.Actor;
import contentgremlin.engine.Shelves;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.api.ShelfCursors;
import contentgremlin.shelf.Member;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.ShelfQuery.Narrowing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pictures by when they were taken: some of each month, and all of one.
public final class PhotoPages {
  private static final int MONTHS_SHOWN = 12;

  /// Of each month on the page of many.
  private static final int PICTURES_SHOWN = 12;

  private static final int PAGE_SIZE = 100;

  private final Pages pages;
  private final Shelves shelves;
  private final Cards cards;

  PhotoPages(Pages pages, Shelves shelves, Cards cards) {
    this.pages = pages;
    this.shelves = shelves;
    this.cards = cards;
  }

  List<Route> routes() {
    return List.of(Route.get("/photos", this::list), Route.get("/photos/{month}", this::show));
  }

  /// @param cards the latest ones
  /// @param more how many there are besides
  public record Month(String name, String address, String count, List<Card> cards, long more) {}

  public record PhotosPage(Frame frame, List<Month> months, @Nullable String next) {}

  private Response list(Request request) {
    var after = ShelfCursors.shelfAfter(request).orElse(null);
    var page =
        shelves.list(Shelf.Kind.MONTH, new Narrowing.None(), request.actor(), after, MONTHS_SHOWN);
    var months = new ArrayList<Month>();
    for (var shelf : page.entries()) {
      months.add(month(shelf, request.actor()));
    }
    return pages.render(
        200,
        "photos",
        new PhotosPage(pages.frame(request, "Photos"), months, AlbumPages.next(page, "/photos?")));
  }

  private Month month(Shelf shelf, Actor actor) {
    var found = shelves.members(shelf, actor, null, null, PICTURES_SHOWN).entries();
    long count = actor.seesEverything() ? shelf.total() : shelf.listed();
    return new Month(
        Months.name(shelf.title()),
        "/photos/" + shelf.title(),
        Texts.count(count, "picture"),
        cards.of(found.stream().map(Member::item).toList()),
        Math.max(0, count - found.size()));
  }

  public record MonthPage(Frame frame, String heading, String count, CardPage page) {}

  private Response show(Request request) {
    var shelf =
        shelves.month(request.parameter("month"), request.actor()).orElseThrow(AlbumPages::unknown);
    var after = ShelfCursors.memberAfter(request).orElse(null);
    var page = shelves.members(shelf, request.actor(), null, after, PAGE_SIZE);
    var next =
        page.hasMore()
            ? "/photos/"
                + shelf.title()
                + "?after="
                + ShelfCursors.of(Member.Key.of(page.entries().getLast()))
            : null;
    long count = request.actor().seesEverything() ? shelf.total() : shelf.listed();
    var heading = Months.name(shelf.title());
    var shown = cards.of(page.entries().stream().map(Member::item).toList());
    return pages.render(
        200,
        "month",
        new MonthPage(
            pages.frame(request, heading),
            heading,
            Texts.count(count, "picture"),
            new CardPage(shown, next)));
  }
}
