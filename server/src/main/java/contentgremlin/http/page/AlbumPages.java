package contentgremlin.http.page;

import contentgremlin.engine.Shelves;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.api.ShelfCursors;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.name.Words;
import contentgremlin.shelf.Heading;
import contentgremlin.shelf.Member;
import contentgremlin.shelf.Role;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.ShelfQuery;
import contentgremlin.shelf.ShelfQuery.Narrowing;
import contentgremlin.shelf.ShelfStore;
import contentgremlin.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Albums: all of them, those of a genre or a year, and one with its tracks.
public final class AlbumPages {
  private static final int PAGE_SIZE = 60;
  private static final int TRACKS_MAX = 200;

  private final Pages pages;
  private final Shelves shelves;
  private final Database database;
  private final ShelfCards cards;

  AlbumPages(Pages pages, Shelves shelves, Database database) {
    this.pages = pages;
    this.shelves = shelves;
    this.database = database;
    this.cards = new ShelfCards(shelves);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/albums", this::list),
        Route.get("/albums/{id}", this::show),
        Route.get("/genres", request -> headings(request, Heading.Kind.GENRE)),
        Route.get("/years", request -> headings(request, Heading.Kind.YEAR)));
  }

  /// @param kicker what narrows the list, or the empty string
  /// @param jumps ways to a letter
  public record ShelvesPage(
      Frame frame,
      String kicker,
      String heading,
      List<BrowsePages.Chip> jumps,
      List<ShelfCard> cards,
      @Nullable String next) {}

  private Response list(Request request) {
    var genre = request.query("genre").map(String::strip).filter(text -> !text.isEmpty());
    var year = request.query("year").filter(text -> text.matches("[0-9]{1,4}"));
    if (genre.isPresent()) {
      var heading = heading(request, Heading.Kind.GENRE, genre.get());
      var address = "/albums?genre=" + Texts.encoded(heading.mark()) + "&";
      var narrowing = new Narrowing.OfGenre(heading.mark());
      return list(request, "Genre", heading.name(), narrowing, address);
    }
    if (year.isPresent()) {
      var heading =
          heading(request, Heading.Kind.YEAR, "%04d".formatted(Integer.valueOf(year.get())));
      var narrowing = new Narrowing.OfYear(Integer.parseInt(heading.mark()));
      var address = "/albums?year=" + heading.mark() + "&";
      return list(request, "Year", heading.name(), narrowing, address);
    }
    return list(request, "", "Albums", new Narrowing.None(), "/albums?");
  }

  private Heading heading(Request request, Heading.Kind kind, String mark) {
    return shelves.heading(kind, mark, request.actor()).orElseThrow(AlbumPages::unknown);
  }

  private Response list(
      Request request, String kicker, String heading, Narrowing narrowing, String address) {
    var after = after(request);
    var page = shelves.list(Shelf.Kind.ALBUM, narrowing, request.actor(), after, PAGE_SIZE);
    return pages.render(
        200,
        "shelves",
        new ShelvesPage(
            pages.frame(request, heading),
            kicker,
            heading,
            Letters.chips(address, request, page.hasMore()),
            cards.of(page.entries(), request.actor()),
            next(page, address)));
  }

  /// A letter that somebody chose, or where the page before ended.
  static ShelfQuery.@Nullable Key after(Request request) {
    return Letters.key(request).or(() -> ShelfCursors.shelfAfter(request)).orElse(null);
  }

  static @Nullable String next(Shelves.Page<Shelf> page, String address) {
    return page.hasMore()
        ? address + "after=" + ShelfCursors.of(ShelfQuery.Key.of(page.entries().getLast()))
        : null;
  }

  /// A song of an album's list.
  ///
  /// @param number empty if it is not told
  /// @param artists only where they are not whose album it is
  /// @param note what is with it if it can't be played, or the empty string
  public record Track(
      String id,
      String number,
      String title,
      String artists,
      String clock,
      double seconds,
      List<Media.Source> sources,
      String note) {}

  public record Disc(String name, List<Track> tracks) {}

  /// @param artist 0 if there is no page of theirs
  public record Link(long artist, String name) {}

  /// @param maker as shown where it has no page: "Various Artists"
  public record AlbumPage(
      Frame frame,
      String title,
      String maker,
      List<Link> makers,
      List<Link> guests,
      Map<String, List<Link>> others,
      List<Heading> genres,
      int year,
      @Nullable String cover,
      String summary,
      List<Disc> discs,
      @Nullable String next) {
    public boolean hasDiscs() {
      return discs.size() > 1;
    }
  }

  private Response show(Request request) {
    var album =
        Shelf.idOf(request.parameter("id"))
            .flatMap(id -> shelves.album(id, request.actor()))
            .orElseThrow(AlbumPages::unknown);
    var after = ShelfCursors.memberAfter(request).orElse(null);
    var page = shelves.members(album.shelf(), request.actor(), null, after, TRACKS_MAX);
    var shelf = album.shelf();
    var next =
        page.hasMore()
            ? "/albums/"
                + shelf.id()
                + "?after="
                + ShelfCursors.of(Member.Key.of(page.entries().getLast()))
            : null;
    var makers = links(album.artists(), Role.MAKER);
    return pages.render(
        200,
        "album",
        new AlbumPage(
            pages.frame(request, ShelfCards.joined(shelf.title(), shelf.maker())),
            shelf.title(),
            shelf.maker(),
            makers,
            links(album.artists(), Role.ARTIST),
            others(album.artists()),
            album.genres(),
            shelf.year(),
            cards.cover(shelf, request.actor()),
            summary(page, shelf, request),
            discs(page.entries(), shelf),
            next));
  }

  private static List<Link> links(List<ShelfStore.Involved> artists, Role role) {
    return artists.stream()
        .filter(it -> it.role() == role)
        .map(it -> new Link(it.artist(), it.name()))
        .toList();
  }

  private static Map<String, List<Link>> others(List<ShelfStore.Involved> artists) {
    var others = new TreeMap<String, List<Link>>();
    for (var role : Role.values()) {
      var links = links(artists, role);
      if (role != Role.MAKER && role != Role.ARTIST && !links.isEmpty()) {
        others.put(Texts.capital(role.word()), links);
      }
    }
    return others;
  }

  private static String summary(Shelves.Page<Member> page, Shelf shelf, Request request) {
    long count = request.actor().seesEverything() ? shelf.total() : shelf.listed();
    var tracks = Texts.count(count, "track");
    var length =
        page.entries().stream()
            .map(member -> member.item().facts().duration())
            .reduce(Duration.ZERO, Duration::plus);
    return page.hasMore() || length.isZero()
        ? tracks
        : ShelfCards.joined(tracks, Texts.clock(length));
  }

  private List<Disc> discs(List<Member> members, Shelf shelf) {
    var renditions =
        database.read(tables ->
            members.stream().map(member -> tables.items().renditions(member.item().id())).toList());
    var discs = new TreeMap<Integer, List<Track>>();
    for (int i = 0; i < members.size(); i++) {
      discs
          .computeIfAbsent(members.get(i).part(), _ -> new ArrayList<>())
          .add(track(members.get(i), renditions.get(i), shelf));
    }
    return discs.entrySet().stream()
        .map(disc -> new Disc("Disc " + disc.getKey(), disc.getValue()))
        .toList();
  }

  private static Track track(Member member, List<Rendition> renditions, Shelf shelf) {
    var item = member.item();
    var media = new MediaFinder(item, renditions, false).media();
    var artists = String.join(", ", member.artists());
    var duration = item.facts().duration();
    return new Track(
        item.id().value(),
        member.number() == 0 ? "" : String.valueOf(member.number()),
        Cards.title(item),
        Words.folded(artists).equals(Words.folded(shelf.maker())) ? "" : artists,
        Texts.clock(duration),
        duration.toMillis() / 1000.0,
        media instanceof Media.Audio audio ? audio.sources() : List.of(),
        note(item));
  }

  static String note(Item item) {
    return switch (item.state()) {
      case Item.State.Published _ -> "";
      case Item.State.Processing _ -> "being prepared";
      case Item.State.Failed _ -> "can't be read";
      case Item.State.Missing _ -> "missing";
      case Item.State.Offline _ -> "offline";
      case Item.State.Trashed _ -> "in the trash";
    };
  }

  /// A heading, and those below it.
  public record Group(String name, List<Entry> entries) {}

  public record Entry(String name, String address, long count) {}

  public record HeadingsPage(Frame frame, String heading, List<Group> groups) {}

  private Response headings(Request request, Heading.Kind kind) {
    var found = shelves.headings(kind, request.actor());
    var heading =
        switch (kind) {
          case GENRE -> "Genres";
          case YEAR -> "Years";
        };
    return pages.render(
        200,
        "headings",
        new HeadingsPage(pages.frame(request, heading), heading, groups(found, kind)));
  }

  private static List<Group> groups(List<Heading> headings, Heading.Kind kind) {
    var groups =
        headings.stream()
            .collect(
                Collectors.groupingBy(
                    heading ->
                        switch (kind) {
                          case GENRE -> Letters.initial(heading.mark());
                          case YEAR -> heading.mark().substring(0, 3) + "0s";
                        },
                    LinkedHashMap::new,
                    Collectors.mapping(AlbumPages::entry, Collectors.toList())));
    return groups.entrySet().stream()
        .map(group -> new Group(group.getKey(), group.getValue()))
        .toList();
  }

  private static Entry entry(Heading heading) {
    var address = "/albums?" + heading.kind().word() + "=" + Texts.encoded(heading.mark());
    return new Entry(heading.name(), address, heading.albums());
  }

  static ProblemException unknown() {
    return new ProblemException(
        404, "Not here", "There is nothing at this address, or it is not for you to see.");
  }
}
