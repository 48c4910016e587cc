package contentgremlin.http.page;

import contentgremlin.engine.Catalogue;
import contentgremlin.engine.Shelves;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.api.ShelfCursors;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.shelf.Member;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.ShelfQuery.Narrowing;
import contentgremlin.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Series, their seasons and episodes.
public final class SeriesPages {
  private static final int PAGE_SIZE = 60;
  private static final int EPISODES_MAX = 100;

  private final Pages pages;
  private final Shelves shelves;
  private final Database database;
  private final ShelfCards cards;

  SeriesPages(Pages pages, Shelves shelves, Database database) {
    this.pages = pages;
    this.shelves = shelves;
    this.database = database;
    this.cards = new ShelfCards(shelves);
  }

  List<Route> routes() {
    return List.of(Route.get("/series", this::list), Route.get("/series/{id}", this::show));
  }

  private Response list(Request request) {
    var after = AlbumPages.after(request);
    var page =
        shelves.list(Shelf.Kind.SERIES, new Narrowing.None(), request.actor(), after, PAGE_SIZE);
    return pages.render(
        200,
        "shelves",
        new AlbumPages.ShelvesPage(
            pages.frame(request, "Series"),
            "",
            "Series",
            List.of(),
            cards.of(page.entries(), request.actor()),
            AlbumPages.next(page, "/series?")));
  }

  /// @param number "Episode 3", "15 Mar"; or the empty string
  /// @param note what is with it if it can't be played, or the empty string
  public record Episode(
      String id,
      String number,
      String title,
      @Nullable String picture,
      String clock,
      String note) {}

  public record SeriesPage(
      Frame frame,
      String title,
      int year,
      @Nullable String cover,
      String summary,
      List<BrowsePages.Chip> seasons,
      String season,
      List<Episode> episodes,
      @Nullable String next) {}

  private Response show(Request request) {
    var found =
        Shelf.idOf(request.parameter("id"))
            .flatMap(id -> shelves.series(id, request.actor()))
            .orElseThrow(AlbumPages::unknown);
    var shelf = found.shelf();
    int season = season(request, found.seasons());
    var after = ShelfCursors.memberAfter(request).orElse(null);
    var page = shelves.members(shelf, request.actor(), season, after, EPISODES_MAX);
    var address = "/series/" + shelf.id() + "?season=";
    var next =
        page.hasMore()
            ? address
                + season
                + "&after="
                + ShelfCursors.of(Member.Key.of(page.entries().getLast()))
            : null;
    return pages.render(
        200,
        "series",
        new SeriesPage(
            pages.frame(request, shelf.title()),
            shelf.title(),
            shelf.year(),
            cards.cover(shelf, request.actor()),
            summary(found),
            chips(found.seasons(), season, address),
            EpisodeWords.season(season),
            episodes(page.entries()),
            next));
  }

  private static String summary(Shelves.Series found) {
    long episodes = found.seasons().values().stream().mapToLong(Long::longValue).sum();
    long seasons = found.seasons().keySet().stream().filter(season -> season > 0).count();
    return ShelfCards.joined(
        seasons == 0 ? "" : Texts.count(seasons, "season"), Texts.count(episodes, "episode"));
  }

  /// The one that was asked for, else the first one that is no specials.
  private static int season(Request request, Map<Integer, Long> seasons) {
    var asked =
        request
            .query("season")
            .filter(text -> text.matches("[0-9]{1,5}"))
            .map(Integer::valueOf)
            .filter(seasons::containsKey);
    return asked.orElseGet(
        () -> seasons.keySet().stream().filter(season -> season > 0).findFirst().orElse(0));
  }

  private static List<BrowsePages.Chip> chips(
      Map<Integer, Long> seasons, int chosen, String address) {
    var chips = new ArrayList<BrowsePages.Chip>();
    seasons.forEach((season, _) ->
        chips.add(
            new BrowsePages.Chip(
                EpisodeWords.season(season), address + season, null, season == chosen)));
    return chips;
  }

  private List<Episode> episodes(List<Member> members) {
    var items = members.stream().map(Member::item).toList();
    var kinds = database.read(tables -> Catalogue.shown(tables, items));
    return members.stream()
        .map(member -> episode(member, kinds.getOrDefault(member.item().id(), Set.of())))
        .toList();
  }

  private static Episode episode(Member member, Set<Rendition.Kind> kinds) {
    Item item = member.item();
    return new Episode(
        item.id().value(),
        EpisodeWords.episode(member.part(), member.number(), member.last()),
        Cards.title(item),
        kinds.contains(Rendition.Kind.POSTER) ? "/media/" + item.id().value() + "/thumbnail" : null,
        Texts.clock(item.facts().duration()),
        AlbumPages.note(item));
  }
}
