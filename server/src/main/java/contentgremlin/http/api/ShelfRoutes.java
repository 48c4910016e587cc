package contentgremlin.http.api;

import contentgremlin.engine.Shelves;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.api.ShelfViews.AlbumListing;
import contentgremlin.http.api.ShelfViews.AlbumPage;
import contentgremlin.http.api.ShelfViews.AlbumView;
import contentgremlin.http.api.ShelfViews.ArtistListing;
import contentgremlin.http.api.ShelfViews.ArtistPage;
import contentgremlin.http.api.ShelfViews.ArtistView;
import contentgremlin.http.api.ShelfViews.EpisodeListing;
import contentgremlin.http.api.ShelfViews.EpisodeView;
import contentgremlin.http.api.ShelfViews.GenreView;
import contentgremlin.http.api.ShelfViews.MonthListing;
import contentgremlin.http.api.ShelfViews.MonthView;
import contentgremlin.http.api.ShelfViews.PhotoListing;
import contentgremlin.http.api.ShelfViews.PhotoView;
import contentgremlin.http.api.ShelfViews.SeriesListing;
import contentgremlin.http.api.ShelfViews.SeriesPage;
import contentgremlin.http.api.ShelfViews.SeriesView;
import contentgremlin.http.api.ShelfViews.TrackView;
import contentgremlin.http.api.ShelfViews.YearView;
import contentgremlin.shelf.Heading;
import contentgremlin.shelf.Member;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.ShelfQuery;
import contentgremlin.shelf.ShelfQuery.Narrowing;
import contentgremlin.shelf.ShelfStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// `/api/v1/albums`, `/artists`, `/genres`, `/years`, `/series`, `/photos`: what libraries hold, as
/// people think of it.
final class ShelfRoutes {
  static final String ALBUMS = "/api/v1/albums";
  static final String ARTISTS = "/api/v1/artists";
  static final String SERIES = "/api/v1/series";
  private static final String GENRES = "/api/v1/genres";
  private static final String YEARS = "/api/v1/years";
  private static final String PHOTOS = "/api/v1/photos";

  private final Shelves shelves;
  private final ItemViews views;

  ShelfRoutes(Shelves shelves, ItemViews views) {
    this.shelves = shelves;
    this.views = views;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALBUMS, this::albums),
        Route.get(ALBUMS + "/{id}", this::album),
        Route.get(ARTISTS, this::artists),
        Route.get(ARTISTS + "/{id}", this::artist),
        Route.get(GENRES, this::genres),
        Route.get(YEARS, this::years),
        Route.get(SERIES, this::allSeries),
        Route.get(SERIES + "/{id}", this::series),
        Route.get(SERIES + "/{id}/seasons/{season}", this::season),
        Route.get(PHOTOS, this::months),
        Route.get(PHOTOS + "/{month}", this::month));
  }

  private Response albums(Request request) {
    var page = list(request, Shelf.Kind.ALBUM, narrowing(request));
    var covers = shelves.covers(page.entries(), request.actor());
    var found =
        page.entries().stream().map(shelf -> AlbumView.of(shelf, covers, request.actor())).toList();
    return Response.ok(new AlbumListing(found, next(page)));
  }

  private static Narrowing narrowing(Request request) {
    var genre = Parameters.text(request, "genre");
    var year = Parameters.text(request, "year");
    if (genre.isPresent() && year.isPresent()) {
      throw Parameters.wrong("year", "can't be asked for together with a genre");
    }
    return genre
        .<Narrowing>map(Narrowing.OfGenre::new)
        .or(() -> year.map(text -> new Narrowing.OfYear(year(text))))
        .orElseGet(Narrowing.None::new);
  }

  private static int year(String text) {
    if (!text.matches("[0-9]{1,4}")) {
      throw Parameters.wrong("year", "must be a year");
    }
    return Integer.parseInt(text);
  }

  private Shelves.Page<Shelf> list(Request request, Shelf.Kind kind, Narrowing narrowing) {
    int limit = Parameters.limit(request, ShelfQuery.LIMIT_MAX);
    var after = ShelfCursors.shelfAfter(request).orElse(null);
    return shelves.list(kind, narrowing, request.actor(), after, limit);
  }

  private static @Nullable String next(Shelves.Page<Shelf> page) {
    return page.hasMore() ? ShelfCursors.of(ShelfQuery.Key.of(page.entries().getLast())) : null;
  }

  private Response album(Request request) {
    var actor = request.actor();
    var album = shelves.album(id(request), actor).orElseThrow(() -> unknown("album"));
    var page = members(request, album.shelf(), null);
    var tracks =
        shown(
            request,
            page,
            (member, item) ->
                new TrackView(member.part(), member.number(), member.artists(), item));
    return Response.ok(
        AlbumPage.of(album, coverOf(album.shelf(), request), tracks, nextMember(page), actor));
  }

  private Map<Long, Shelves.Cover> coverOf(Shelf shelf, Request request) {
    return shelves.covers(List.of(shelf), request.actor());
  }

  private Shelves.Page<Member> members(Request request, Shelf shelf, @Nullable Integer part) {
    int limit = Parameters.limit(request, ShelfQuery.LIMIT_MAX);
    var after = ShelfCursors.memberAfter(request).orElse(null);
    return shelves.members(shelf, request.actor(), part, after, limit);
  }

  private static @Nullable String nextMember(Shelves.Page<Member> page) {
    return page.hasMore() ? ShelfCursors.of(Member.Key.of(page.entries().getLast())) : null;
  }

  private <T> List<T> shown(
      Request request, Shelves.Page<Member> page, BiFunction<Member, ItemView, T> view) {
    var items = views.of(page.entries().stream().map(Member::item).toList(), request.actor());
    var shown = new ArrayList<T>();
    for (int i = 0; i < items.size(); i++) {
      shown.add(view.apply(page.entries().get(i), items.get(i)));
    }
    return shown;
  }

  private Response artists(Request request) {
    int limit = Parameters.limit(request, ShelfQuery.LIMIT_MAX);
    var after = ShelfCursors.shelfAfter(request).orElse(null);
    var page = shelves.artists(request.actor(), after, limit);
    var next = page.hasMore() ? ShelfCursors.of(ShelfQuery.Key.of(page.entries().getLast())) : null;
    return Response.ok(
        new ArtistListing(page.entries().stream().map(ArtistView::of).toList(), next));
  }

  private Response artist(Request request) {
    return shelves
        .artist(id(request), request.actor())
        .<Response>map(found -> {
          var albums = found.albums().stream().map(ShelfStore.Part::shelf).toList();
          return Response.ok(
              ArtistPage.of(found, shelves.covers(albums, request.actor()), request.actor()));
        })
        .orElseThrow(() -> unknown("artist"));
  }

  private Response genres(Request request) {
    var genres = shelves.headings(Heading.Kind.GENRE, request.actor());
    return Response.ok(Map.of("genres", genres.stream().map(GenreView::of).toList()));
  }

  private Response years(Request request) {
    var years = shelves.headings(Heading.Kind.YEAR, request.actor());
    return Response.ok(Map.of("years", years.stream().map(YearView::of).toList()));
  }

  private Response allSeries(Request request) {
    var page = list(request, Shelf.Kind.SERIES, new Narrowing.None());
    var covers = shelves.covers(page.entries(), request.actor());
    var found =
        page.entries().stream()
            .map(shelf -> SeriesView.of(shelf, covers, request.actor()))
            .toList();
    return Response.ok(new SeriesListing(found, next(page)));
  }

  private Response series(Request request) {
    var found = found(request);
    return Response.ok(SeriesPage.of(found, coverOf(found.shelf(), request), request.actor()));
  }

  private Shelves.Series found(Request request) {
    return shelves.series(id(request), request.actor()).orElseThrow(() -> unknown("series"));
  }

  private Response season(Request request) {
    var series = found(request);
    var season = request.parameter("season");
    if (!season.matches("[0-9]{1,5}") || !series.seasons().containsKey(Integer.valueOf(season))) {
      throw unknown("season");
    }
    var page = members(request, series.shelf(), Integer.valueOf(season));
    return Response.ok(new EpisodeListing(shown(request, page, EpisodeView::of), nextMember(page)));
  }

  private Response months(Request request) {
    var page = list(request, Shelf.Kind.MONTH, new Narrowing.None());
    var found = page.entries().stream().map(shelf -> MonthView.of(shelf, request.actor())).toList();
    return Response.ok(new MonthListing(found, next(page)));
  }

  private Response month(Request request) {
    var month =
        shelves
            .month(request.parameter("month"), request.actor())
            .orElseThrow(() -> unknown("month"));
    var page = members(request, month, null);
    return Response.ok(new PhotoListing(shown(request, page, PhotoView::of), nextMember(page)));
  }

  private static long id(Request request) {
    return Shelf.idOf(request.parameter("id")).orElse(0L);
  }

  private static ProblemException unknown(String what) {
    return new ProblemException(404, "Not found", "There is no such " + what + ".");
  }
}
