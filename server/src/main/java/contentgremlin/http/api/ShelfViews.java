package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.account.Actor;
import contentgremlin.engine.Shelves;
import contentgremlin.shelf.Artist;
import contentgremlin.shelf.Heading;
import contentgremlin.shelf.Member;
import contentgremlin.shelf.Role;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.ShelfStore;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Albums, series and months as JSON shows them: promises to clients. What is null is left out.
/// Covers are those that [Shelves#covers] found.
final class ShelfViews {
  private ShelfViews() {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AlbumView(
      long id,
      String title,
      @Nullable String artist,
      @Nullable Integer year,
      long tracks,
      Map<String, String> links) {
    static AlbumView of(Shelf shelf, Map<Long, Shelves.Cover> covers, Actor actor) {
      return new AlbumView(
          shelf.id(),
          shelf.title(),
          shelf.maker().isEmpty() ? null : shelf.maker(),
          yearOf(shelf),
          count(shelf, actor),
          linksOf(shelf, covers, ShelfRoutes.ALBUMS, "/albums/"));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AlbumListing(List<AlbumView> albums, @Nullable String next) {}

  /// @param role "maker" of whose album it is, else what they did for it
  record InvolvedView(long id, String name, String role) {
    static InvolvedView of(ShelfStore.Involved involved) {
      return new InvolvedView(involved.artist(), involved.name(), involved.role().word());
    }
  }

  /// @param track 0 if not told
  record TrackView(int disc, long track, List<String> artists, ItemView item) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record AlbumPage(
      AlbumView album,
      List<InvolvedView> artists,
      List<GenreView> genres,
      List<TrackView> tracks,
      @Nullable String next) {
    static AlbumPage of(
        Shelves.Album album,
        Map<Long, Shelves.Cover> covers,
        List<TrackView> tracks,
        @Nullable String next,
        Actor actor) {
      return new AlbumPage(
          AlbumView.of(album.shelf(), covers, actor),
          album.artists().stream().map(InvolvedView::of).toList(),
          album.genres().stream()
              .map(genre -> new GenreView(genre.mark(), genre.name(), null))
              .toList(),
          tracks,
          next);
    }
  }

  /// @param albums their own
  /// @param appearances albums of others that they have to do with
  record ArtistView(
      long id, String name, long albums, long appearances, Map<String, String> links) {
    static ArtistView of(Artist artist) {
      var links = new LinkedHashMap<String, String>();
      links.put("self", ShelfRoutes.ARTISTS + "/" + artist.id());
      links.put("page", "/artists/" + artist.id());
      return new ArtistView(artist.id(), artist.name(), artist.albums(), artist.others(), links);
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ArtistListing(List<ArtistView> artists, @Nullable String next) {}

  record PartView(AlbumView album, List<String> roles) {}

  /// @param albums the oldest first, also those of others that they have to do with
  record ArtistPage(ArtistView artist, List<PartView> albums) {
    static ArtistPage of(Shelves.Discography found, Map<Long, Shelves.Cover> covers, Actor actor) {
      return new ArtistPage(
          ArtistView.of(found.artist()),
          found.albums().stream()
              .map(part ->
                  new PartView(
                      AlbumView.of(part.shelf(), covers, actor),
                      part.roles().stream().map(Role::word).toList()))
              .toList());
    }
  }

  /// @param id for `genre` of the listing of albums
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record GenreView(String id, String name, @Nullable Long albums) {
    static GenreView of(Heading heading) {
      return new GenreView(heading.mark(), heading.name(), heading.albums());
    }
  }

  record YearView(int year, long albums) {
    static YearView of(Heading heading) {
      return new YearView(Integer.parseInt(heading.mark()), heading.albums());
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SeriesView(
      long id, String title, @Nullable Integer year, long episodes, Map<String, String> links) {
    static SeriesView of(Shelf shelf, Map<Long, Shelves.Cover> covers, Actor actor) {
      return new SeriesView(
          shelf.id(),
          shelf.title(),
          yearOf(shelf),
          count(shelf, actor),
          linksOf(shelf, covers, ShelfRoutes.SERIES, "/series/"));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SeriesListing(List<SeriesView> series, @Nullable String next) {}

  /// @param season 0 for specials
  record SeasonView(int season, long episodes) {}

  record SeriesPage(SeriesView series, List<SeasonView> seasons) {
    static SeriesPage of(Shelves.Series found, Map<Long, Shelves.Cover> covers, Actor actor) {
      var seasons = new ArrayList<SeasonView>();
      found.seasons().forEach((season, episodes) -> seasons.add(new SeasonView(season, episodes)));
      return new SeriesPage(SeriesView.of(found.shelf(), covers, actor), seasons);
    }
  }

  /// @param last of several episodes in one file
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EpisodeView(int season, long episode, @Nullable Long last, ItemView item) {
    static EpisodeView of(Member member, ItemView item) {
      Long last = member.last() > member.number() ? member.last() : null;
      return new EpisodeView(member.part(), member.number(), last, item);
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EpisodeListing(List<EpisodeView> episodes, @Nullable String next) {}

  record MonthView(String month, long photos) {
    static MonthView of(Shelf shelf, Actor actor) {
      return new MonthView(shelf.title(), count(shelf, actor));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record MonthListing(List<MonthView> months, @Nullable String next) {}

  /// @param taken by the clock of the camera: "2024-07-13T15:30:12"
  record PhotoView(String taken, ItemView item) {
    static PhotoView of(Member member, ItemView item) {
      var taken = LocalDateTime.ofInstant(Instant.ofEpochMilli(member.number()), ZoneOffset.UTC);
      return new PhotoView(taken.withNano(0).format(DateTimeFormatter.ISO_LOCAL_DATE_TIME), item);
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PhotoListing(List<PhotoView> photos, @Nullable String next) {}

  private static long count(Shelf shelf, Actor actor) {
    return actor.seesEverything() ? shelf.total() : shelf.listed();
  }

  private static @Nullable Integer yearOf(Shelf shelf) {
    return shelf.year() == 0 ? null : shelf.year();
  }

  private static Map<String, String> linksOf(
      Shelf shelf, Map<Long, Shelves.Cover> covers, String address, String page) {
    var links = new LinkedHashMap<String, String>();
    links.put("self", address + "/" + shelf.id());
    links.put("page", page + shelf.id());
    var cover = covers.get(shelf.id());
    if (cover != null) {
      links.put("cover", "/media/" + cover.item().value() + "/" + cover.picture());
    }
    return links;
  }
}
