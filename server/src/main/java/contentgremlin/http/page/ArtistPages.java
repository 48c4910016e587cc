package contentgremlin.http.page;

import contentgremlin.engine.Shelves;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.api.ShelfCursors;
import contentgremlin.http.page.AlbumPages.Entry;
import contentgremlin.http.page.AlbumPages.Group;
import contentgremlin.shelf.Artist;
import contentgremlin.shelf.Role;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.ShelfQuery;
import contentgremlin.shelf.ShelfStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Those who have albums, and what albums they have to do with.
public final class ArtistPages {
  private static final int PAGE_SIZE = 200;

  private final Pages pages;
  private final Shelves shelves;
  private final ShelfCards cards;

  ArtistPages(Pages pages, Shelves shelves) {
    this.pages = pages;
    this.shelves = shelves;
    this.cards = new ShelfCards(shelves);
  }

  List<Route> routes() {
    return List.of(Route.get("/artists", this::list), Route.get("/artists/{id}", this::show));
  }

  public record ArtistsPage(
      Frame frame, List<BrowsePages.Chip> jumps, List<Group> groups, @Nullable String next) {}

  private Response list(Request request) {
    var page = shelves.artists(request.actor(), AlbumPages.after(request), PAGE_SIZE);
    var next =
        page.hasMore()
            ? "/artists?after=" + ShelfCursors.of(ShelfQuery.Key.of(page.entries().getLast()))
            : null;
    var groups =
        page.entries().stream()
            .collect(
                Collectors.groupingBy(
                    artist -> Letters.initial(artist.sort()),
                    LinkedHashMap::new,
                    Collectors.mapping(ArtistPages::entry, Collectors.toList())));
    return pages.render(
        200,
        "artists",
        new ArtistsPage(
            pages.frame(request, "Artists"),
            Letters.chips("/artists?", request, page.hasMore()),
            groups.entrySet().stream().map(it -> new Group(it.getKey(), it.getValue())).toList(),
            next));
  }

  private static Entry entry(Artist artist) {
    return new Entry(artist.name(), "/artists/" + artist.id(), artist.albums());
  }

  /// @param albums their own
  /// @param others those of others that they have to do with
  public record ArtistPage(
      Frame frame, String name, List<ShelfCard> albums, List<ShelfCard> others) {}

  private Response show(Request request) {
    var found =
        Shelf.idOf(request.parameter("id"))
            .flatMap(id -> shelves.artist(id, request.actor()))
            .orElseThrow(AlbumPages::unknown);
    var name = found.artist().name();
    var parts =
        found.albums().stream()
            .collect(Collectors.partitioningBy(part -> part.roles().contains(Role.MAKER)));
    return pages.render(
        200,
        "artist",
        new ArtistPage(
            pages.frame(request, name),
            name,
            cards.of(shelvesOf(parts.getOrDefault(true, List.of())), request.actor()),
            cards.of(shelvesOf(parts.getOrDefault(false, List.of())), request.actor())));
  }

  private static List<Shelf> shelvesOf(List<ShelfStore.Part> parts) {
    return parts.stream().map(ShelfStore.Part::shelf).toList();
  }
}
