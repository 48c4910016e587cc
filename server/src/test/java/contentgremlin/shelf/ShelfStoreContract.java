package contentgremlin.shelf;

import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static contentgremlin.store.DatabaseTesting.item;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.Visibility;
import contentgremlin.shelf.ShelfQuery.Narrowing;
import contentgremlin.shelf.ShelfStore.Placed;
import contentgremlin.store.Database;
import contentgremlin.store.OpenDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public abstract class ShelfStoreContract extends OpenDatabase {
  private static final boolean ALL = true;
  private static final boolean PUBLIC = false;

  /// A song: its item is named by its path.
  private record Song(String id, String path, @Nullable String tags) {
    Placed placed() {
      return new Placed(new ItemId(id), Files.song(path, tags).standing());
    }
  }

  private void add(String... ids) {
    change(tables -> {
      for (var id : ids) {
        tables.items().add(item(id));
      }
    });
  }

  private void song(String id, String path, @Nullable String tags) {
    if (read(tables -> tables.items().find(new ItemId(id))).isEmpty()) {
      add(id);
    }
    put(List.of(new Song(id, path, tags)));
  }

  private void put(List<Song> songs) {
    change(tables -> tables.shelves().put(songs.stream().map(Song::placed).toList()));
  }

  private void film(String id, String path) {
    add(id);
    change(tables ->
        tables
            .shelves()
            .put(List.of(new Placed(new ItemId(id), Files.film(path, null).standing()))));
  }

  private void picture(String id, String name) {
    add(id);
    var placing = Files.placed(contentgremlin.item.MediaType.IMAGE, name, null, null);
    change(tables -> tables.shelves().put(List.of(new Placed(new ItemId(id), placing.standing()))));
  }

  private List<Shelf> list(Shelf.Kind kind, boolean everything) {
    return read(tables ->
        tables.shelves().list(new ShelfQuery(kind, everything, new Narrowing.None(), null, 200)));
  }

  private List<Shelf> albums() {
    return list(Shelf.Kind.ALBUM, ALL);
  }

  private <T> List<T> many(Database.Work<List<T>> work) {
    return read(work);
  }

  private <T> Optional<T> one(Database.Work<Optional<T>> work) {
    return read(work);
  }

  private Map<Integer, Long> counts(Database.Work<Map<Integer, Long>> work) {
    return read(work);
  }

  private boolean flag(Database.Work<Boolean> work) {
    return read(work);
  }

  private List<String> onShelf(Shelf shelf, boolean everything) {
    return many(tables -> tables.shelves().members(shelf, everything, null, null, 500)).stream()
        .map(member -> member.item().id().value())
        .toList();
  }

  /// Which items are together on which album.
  private Map<String, List<String>> albumsByTitle() {
    return albums().stream()
        .collect(
            Collectors.toMap(
                album -> album.title() + " by " + album.maker(), album -> onShelf(album, ALL)));
  }

  private void become(String id, Item.State state) {
    change(tables -> tables.items().update(stored(tables, id).becoming(state)));
  }

  private void show(String id, Visibility visibility) {
    change(tables -> {
      var item = stored(tables, id);
      tables.items().update(item.described(item.title(), "", List.of(), visibility));
    });
  }

  private static Item stored(Database.Tables tables, String id) {
    return tables.items().find(new ItemId(id)).orElseThrow();
  }

  @Test
  void an_album_has_its_songs_in_the_order_of_discs_and_tracks() {
    song("d", "Floyd/Wall/CD2/01 - Hey You.flac", "album=The Wall; artist=Pink Floyd; date=1979");
    song("b", "Floyd/Wall/CD1/02 - Thin Ice.flac", "album=The Wall; artist=Pink Floyd; date=1979");
    song("a", "Floyd/Wall/CD1/10 - Young.flac", "album=The Wall; artist=Pink Floyd; date=1979");
    song("c", "Floyd/Wall/CD1/01 - Flesh.flac", "album=The Wall; artist=Pink Floyd; date=1979");

    var album = albums().getFirst();

    assertThat(albums()).hasSize(1);
    assertThat(onShelf(album, PUBLIC)).containsExactly("c", "b", "a", "d");
    assertThat(List.of(album.title(), album.maker(), album.year(), album.total(), album.listed()))
        .containsExactly("The Wall", "Pink Floyd", 1979, 4L, 4L);
    assertThat(album.cover()).isEqualTo(new ItemId("c"));
    assertThat(counts(tables -> tables.shelves().parts(album.id(), PUBLIC)))
        .isEqualTo(Map.of(1, 3L, 2, 1L));
    assertThat(one(tables -> tables.shelves().placeOf(new ItemId("d"), PUBLIC)))
        .hasValueSatisfying(place -> {
          assertThat(place.shelf()).isEqualTo(album);
          assertThat(place.part()).isEqualTo(2);
          assertThat(place.number()).isEqualTo(1);
          assertThat(place.artists()).containsExactly("Pink Floyd");
        });
  }

  @Test
  void before_a_song_stands_the_last_one_of_the_disc_before() {
    song("b", "Floyd/Wall/CD1/02 - Thin Ice.flac", "album=The Wall; artist=Pink Floyd");
    song("c", "Floyd/Wall/CD1/01 - Flesh.flac", "album=The Wall; artist=Pink Floyd");
    song("d", "Floyd/Wall/CD2/01 - Hey You.flac", "album=The Wall; artist=Pink Floyd");
    show("c", Visibility.PRIVATE);
    var album = albums().getFirst();

    assertThat(before(album, ALL, new Member.Key(2, 1, "d"))).isEqualTo("b");
    assertThat(before(album, ALL, new Member.Key(1, 2, "b"))).isEqualTo("c");
    assertThat(before(album, PUBLIC, new Member.Key(1, 2, "b"))).isEmpty();
    assertThat(before(album, ALL, new Member.Key(1, 1, "c"))).isEmpty();
  }

  @Test
  void before_a_picture_of_a_month_stands_the_one_that_was_taken_later() {
    picture("a", "IMG_20240701_120000.jpg");
    picture("b", "IMG_20240702_120000.jpg");
    var month = list(Shelf.Kind.MONTH, ALL).getFirst();
    var earlier = many(tables -> tables.shelves().members(month, ALL, null, null, 9)).getLast();

    assertThat(before(month, PUBLIC, Member.Key.of(earlier))).isEqualTo("b");
  }

  private String before(Shelf shelf, boolean everything, Member.Key place) {
    return one(tables -> tables.shelves().before(shelf, everything, place))
        .map(member -> member.item().id().value())
        .orElse("");
  }

  @Test
  void differing_artists_in_one_folder_make_a_compilation_and_guests_do_not() {
    song("a", "Mix/01.mp3", "album=Mix; artist=Ann");
    song("b", "Mix/02.mp3", "album=Mix; artist=Ben");
    song("c", "Mix/03.mp3", "album=Mix; artist=Cleo");
    song("d", "Solo/01.mp3", "album=Solo; artist=Ann");
    song("e", "Solo/02.mp3", "album=Solo; artist=Ann feat. Ben");
    song("f", "Solo/03.mp3", "album=Solo; artist=Ben");

    assertThat(albumsByTitle().keySet())
        .containsExactlyInAnyOrder("Mix by Various Artists", "Solo by Ann");
    var artists = many(tables -> tables.shelves().artists(PUBLIC, null, 9));
    assertThat(artists).extracting(Artist::name).containsExactly("Ann");
    assertThat(artists.getFirst().albums()).isEqualTo(1);
    assertThat(artists.getFirst().others()).isEqualTo(1);
  }

  @Test
  void songs_that_do_not_say_whose_album_it_is_join_those_that_do() {
    song("a", "X/01.mp3", "album=X; artist=Ann");
    song("b", "X/02.mp3", "album=X; artist=Ann; album_artist=Ann");
    song("c", "X/03.mp3", "album=X; artist=Ann; album_artist=Ann; musicbrainz_albumid=M1");
    song("d", "X/04.mp3", "album=x; artist=Ann");

    assertThat(albumsByTitle()).isEqualTo(Map.of("X by Ann", List.of("a", "b", "c", "d")));
  }

  @Test
  void albums_of_one_title_in_one_folder_are_told_apart_by_whose_they_are() {
    song("a", "Hits/a.mp3", "album=Greatest Hits; album_artist=Abba");
    song("q", "Hits/q.mp3", "album=Greatest Hits; album_artist=Queen");
    song("x", "Hits/x.mp3", "album=Greatest Hits; artist=Xavier");

    assertThat(albumsByTitle())
        .isEqualTo(
            Map.of(
                "Greatest Hits by Abba", List.of("a"),
                "Greatest Hits by Queen", List.of("q"),
                "Greatest Hits by Xavier", List.of("x")));
  }

  @Test
  void one_release_is_one_album_wherever_its_discs_lie() {
    song("a", "Box/One/01.mp3", "album=Box; disc=1; track=1; musicbrainz_albumid=M1");
    song("b", "Elsewhere/Two/01.mp3", "album=Box; disc=2; track=1; musicbrainz_albumid=m1");
    song("c", "Box/One/02.mp3", "album=Box; disc=1; track=2; musicbrainz_albumid=M2");

    assertThat(albums().stream().map(album -> onShelf(album, ALL)))
        .containsExactlyInAnyOrder(List.of("a", "b"), List.of("c"));
  }

  @Test
  void whatever_order_songs_come_in_the_same_comes_out() {
    var songs = new ArrayList<Song>();
    for (int i = 0; i < 6; i++) {
      songs.add(
          new Song(
              "p" + i,
              "P/0" + i + ".mp3",
              "album=P; artist=Ann" + (i % 2 == 0 ? "; album_artist=Ann" : "")));
      songs.add(
          new Song(
              "q" + i, "Q/0" + i + ".mp3", "album=Q; genre=Rock; date=199" + i + "; artist=A" + i));
      songs.add(
          new Song(
              "r" + i,
              "R/0" + i + ".mp3",
              "album=R" + (i < 2 ? "; musicbrainz_albumid=M" : i < 4 ? "; album_artist=Bo" : "")));
      songs.add(
          new Song("s" + i, "S/0" + i + ".mp3", "album=S; album_artist=" + (i < 3 ? "Ann" : "Bo")));
      songs.add(new Song("t" + i, "T/CD" + (i % 2 + 1) + "/0" + i + ".mp3", null));
    }
    var random = new Random(7);
    var outcomes = new ArrayList<Object>();
    for (int round = 0; round < 8; round++) {
      Collections.shuffle(songs, random);
      int size = List.of(1, 2, 7, 30).get(round % 4);
      songs.forEach(song -> add(song.id));
      for (int i = 0; i < songs.size(); i += size) {
        put(songs.subList(i, Math.min(songs.size(), i + size)));
      }
      outcomes.add(outcome());
      songs.forEach(song -> change(tables -> tables.items().remove(new ItemId(song.id))));
      assertThat(albums()).isEmpty();
      assertThat(many(tables -> tables.shelves().artists(ALL, null, 99))).isEmpty();
      assertThat(many(tables -> tables.shelves().headings(Heading.Kind.GENRE, ALL, 99))).isEmpty();
      assertThat(many(tables -> tables.shelves().headings(Heading.Kind.YEAR, ALL, 99))).isEmpty();
    }

    assertThat(outcomes.stream().distinct()).hasSize(1);
  }

  /// All that can be seen, but for numbers that are given as things come.
  private List<Object> outcome() {
    var albums =
        albums().stream()
            .map(it ->
                List.of(
                        it.title(),
                        it.maker(),
                        it.year(),
                        it.total(),
                        it.listed(),
                        onShelf(it, ALL))
                    .toString())
            .sorted()
            .toList();
    var artists =
        many(tables -> tables.shelves().artists(ALL, null, 99)).stream()
            .map(it -> List.of(it.name(), it.albums(), it.others()).toString())
            .toList();
    return List.of(
        albums,
        artists,
        many(tables -> tables.shelves().headings(Heading.Kind.GENRE, ALL, 99)),
        many(tables -> tables.shelves().headings(Heading.Kind.YEAR, ALL, 99)));
  }

  private List<Song> tenSongs(String folder, String album) {
    var songs = new ArrayList<Song>();
    for (int i = 0; i < 10; i++) {
      songs.add(
          new Song(
              "s" + i, folder + "0" + i + ".mp3", "album=" + album + "; artist=Ann; track=" + i));
    }
    return songs;
  }

  @Test
  void an_album_keeps_its_id_when_its_songs_move_to_another_folder_one_by_one() {
    tenSongs("Old/", "X").forEach(song -> song(song.id, song.path, song.tags));
    long id = albums().getFirst().id();

    tenSongs("New/", "X").forEach(song -> song(song.id, song.path, song.tags));

    assertThat(albums())
        .singleElement()
        .satisfies(album -> {
          assertThat(album.id()).isEqualTo(id);
          assertThat(album.total()).isEqualTo(10);
        });
    assertThat(many(tables -> tables.shelves().artists(PUBLIC, null, 9)))
        .singleElement()
        .satisfies(artist -> assertThat(artist.albums()).isEqualTo(1));
  }

  @Test
  void an_album_keeps_its_id_when_it_moves_at_once_and_when_it_is_called_otherwise() {
    var songs = tenSongs("Old/", "X");
    songs.forEach(song -> add(song.id));
    put(songs);
    long id = albums().getFirst().id();

    put(tenSongs("New/", "X"));
    assertThat(albums()).extracting(Shelf::id).containsExactly(id);
    put(tenSongs("New/", "Y"));

    assertThat(albums()).extracting(Shelf::id).containsExactly(id);
    assertThat(albums()).extracting(Shelf::title).containsExactly("Y");
  }

  @Test
  void a_song_that_is_retagged_leaves_an_album_that_stays_itself_and_finds_back() {
    var songs = tenSongs("X/", "X");
    songs.forEach(song -> add(song.id));
    put(songs);
    long id = albums().getFirst().id();

    song("s3", "X/03.mp3", "album=Other; artist=Ann");
    assertThat(albums()).extracting(Shelf::title).containsExactly("Other", "X");
    assertThat(albums().get(1).id()).isEqualTo(id);
    put(songs);

    assertThat(albums()).extracting(Shelf::id).containsExactly(id);
    assertThat(onShelf(albums().getFirst(), ALL)).hasSize(10);
  }

  @Test
  void two_albums_that_become_one_keep_the_id_of_the_one_they_come_to() {
    song("a", "A/1.mp3", "album=A; musicbrainz_albumid=M1");
    song("b", "A/2.mp3", "album=B; musicbrainz_albumid=M2");
    song("c", "A/3.mp3", "album=B; musicbrainz_albumid=M2");
    long idOfA = albums().getFirst().id();

    song("b", "A/2.mp3", "album=A; musicbrainz_albumid=M1");
    song("c", "A/3.mp3", "album=A; musicbrainz_albumid=M1");

    assertThat(albums()).extracting(Shelf::id).containsExactly(idOfA);
  }

  @Test
  void putting_the_same_again_changes_nothing() {
    var songs = tenSongs("X/", "X");
    songs.forEach(song -> add(song.id));
    put(songs);
    var before = albums();
    put(songs);
    put(songs.subList(3, 4));

    assertThat(albums()).isEqualTo(before);
  }

  @Test
  void what_not_everyone_may_see_does_not_exist_for_them() {
    song("a", "A/1.mp3", "album=A; artist=Ann; genre=Rock; date=1999");
    song("b", "A/2.mp3", "album=A; artist=Ann feat. Secret; genre=Secret Rock; date=1999");
    song("c", "B/1.mp3", "album=B; artist=Ben; genre=Rock; date=2000");
    show("b", Visibility.PRIVATE);
    show("c", Visibility.UNLISTED);

    var listed = list(Shelf.Kind.ALBUM, PUBLIC);
    assertThat(listed).extracting(Shelf::title).containsExactly("A");
    assertThat(listed.getFirst().listed()).isEqualTo(1);
    assertThat(onShelf(listed.getFirst(), PUBLIC)).containsExactly("a");
    assertThat(onShelf(listed.getFirst(), ALL)).containsExactly("a", "b");
    assertThat(many(tables -> tables.shelves().artistsOf(listed.getFirst().id())))
        .extracting(ShelfStore.Involved::name)
        .containsExactly("Ann");
    assertThat(many(tables -> tables.shelves().artists(PUBLIC, null, 9)))
        .extracting(Artist::name)
        .containsExactly("Ann");
    assertThat(many(tables -> tables.shelves().artists(ALL, null, 9)))
        .extracting(Artist::name)
        .containsExactly("Ann", "Ben");
    assertThat(many(tables -> tables.shelves().headings(Heading.Kind.GENRE, PUBLIC, 9)))
        .extracting(Heading::name, Heading::albums)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("Rock", 1L));
    assertThat(many(tables -> tables.shelves().headings(Heading.Kind.YEAR, ALL, 9)))
        .extracting(Heading::mark)
        .containsExactly("2000", "1999");
    var hidden = albums().get(1);
    assertThat(one(tables -> tables.shelves().find(hidden.id(), PUBLIC))).isEmpty();
    assertThat(one(tables -> tables.shelves().find(hidden.id(), ALL))).contains(hidden);
    assertThat(one(tables -> tables.shelves().placeOf(new ItemId("c"), PUBLIC))).isEmpty();

    show("c", Visibility.PUBLIC);
    assertThat(list(Shelf.Kind.ALBUM, PUBLIC)).extracting(Shelf::title).containsExactly("A", "B");
  }

  @Test
  void what_lies_in_the_trash_is_on_no_shelf_and_comes_back_to_the_same() {
    song("a", "A/1.mp3", "album=A; artist=Ann");
    var before = albums();

    become("a", new Item.State.Trashed(NOON_KEPT, new Item.State.Published(NOON_KEPT)));
    assertThat(albums()).isEmpty();
    assertThat(many(tables -> tables.shelves().artists(ALL, null, 9))).isEmpty();
    become("a", new Item.State.Published(NOON_KEPT));

    assertThat(albums()).isEqualTo(before);
    assertThat(many(tables -> tables.shelves().artists(PUBLIC, null, 9))).hasSize(1);
  }

  @Test
  void a_missing_song_stays_on_its_album_for_those_who_see_everything() {
    song("a", "A/1.mp3", "album=A");
    song("b", "A/2.mp3", "album=A");
    become("a", new Item.State.Missing(NOON_KEPT));

    assertThat(onShelf(albums().getFirst(), ALL)).containsExactly("a", "b");
    assertThat(onShelf(albums().getFirst(), PUBLIC)).containsExactly("b");
  }

  @Test
  void series_have_seasons_and_episodes() {
    film("e3", "Show (2009)/Season 1/Show - S01E03 - C.mkv");
    film("e1", "Show (2009)/Season 1/Show - S01E01-E02 - A.mkv");
    film("e0", "Show (2009)/Specials/01 - Making of.mkv");
    film("e4", "Show.2009.S02E01.720p.mkv");
    film("x", "Other/Season 1/01.mkv");

    var series = list(Shelf.Kind.SERIES, PUBLIC);
    var show = series.get(1);

    assertThat(series).extracting(Shelf::title).containsExactly("Other", "Show");
    assertThat(show.year()).isEqualTo(2009);
    assertThat(onShelf(show, PUBLIC)).containsExactly("e0", "e1", "e3", "e4");
    assertThat(counts(tables -> tables.shelves().parts(show.id(), PUBLIC)))
        .isEqualTo(Map.of(0, 1L, 1, 2L, 2, 1L));
    var first = many(tables -> tables.shelves().members(show, PUBLIC, 1, null, 9));
    assertThat(first).extracting(Member::number).containsExactly(1L, 3L);
    assertThat(first.getFirst().last()).isEqualTo(2);
  }

  @Test
  void pictures_stand_in_months_the_newest_first_and_are_paged() {
    picture("a", "IMG_20240713_100000.jpg");
    picture("b", "IMG_20240713_090000.jpg");
    picture("c", "IMG_20240701_100000.jpg");
    picture("d", "IMG_20230101_100000.jpg");

    var months = list(Shelf.Kind.MONTH, PUBLIC);
    var july = months.getFirst();
    var page = many(tables -> tables.shelves().members(july, PUBLIC, null, null, 2));
    var key = Member.Key.of(page.getLast());
    var next = many(tables -> tables.shelves().members(july, PUBLIC, null, key, 2));

    assertThat(months).extracting(Shelf::title).containsExactly("2024-07", "2023-01");
    assertThat(months).extracting(Shelf::listed).containsExactly(3L, 1L);
    assertThat(page).extracting(it -> it.item().id().value()).containsExactly("a", "b");
    assertThat(next).extracting(it -> it.item().id().value()).containsExactly("c");
    assertThat(one(tables -> tables.shelves().findMonth("2024-07", PUBLIC))).contains(july);
    assertThat(one(tables -> tables.shelves().findMonth("2024-08", ALL))).isEmpty();
    change(tables -> tables.items().remove(new ItemId("d")));
    assertThat(list(Shelf.Kind.MONTH, ALL)).containsExactly(july);
    assertThat(flag(tables -> tables.shelves().hasAny(Shelf.Kind.MONTH, PUBLIC))).isTrue();
    assertThat(flag(tables -> tables.shelves().hasAny(Shelf.Kind.SERIES, ALL))).isFalse();
  }

  @Test
  void albums_are_listed_page_by_page_by_title_genre_and_year() {
    for (int i = 0; i < 9; i++) {
      song("s" + i, i + "/1.mp3", "album=The Album " + i + "; genre=Rock; date=" + (2000 + i % 2));
    }

    for (var narrowing : List.of(new Narrowing.None(), new Narrowing.OfGenre("rock"))) {
      assertThat(titlesPageByPage(narrowing)).hasSize(9).isSorted();
    }
    assertThat(titlesPageByPage(new Narrowing.OfYear(2001))).hasSize(4).isSorted();
    assertThat(one(tables -> tables.shelves().heading(Heading.Kind.GENRE, "rock", PUBLIC)))
        .contains(new Heading(Heading.Kind.GENRE, "rock", "Rock", 9));
  }

  private List<String> titlesPageByPage(Narrowing narrowing) {
    var titles = new ArrayList<String>();
    ShelfQuery.@Nullable Key after = null;
    for (int page = 0; page < 9; page++) {
      var query = new ShelfQuery(Shelf.Kind.ALBUM, PUBLIC, narrowing, after, 2);
      var found = read(tables -> tables.shelves().list(query));
      if (found.isEmpty()) {
        break;
      }
      found.forEach(shelf -> titles.add(shelf.title()));
      after = ShelfQuery.Key.of(found.getLast());
    }
    return titles;
  }

  @Test
  void somebody_has_albums_and_things_to_do_with_others() {
    song("a", "A/1.mp3", "album=A; artist=Ann; composer=Ben; date=2001");
    song("b", "B/1.mp3", "album=B; artist=Ben; date=2000");
    song("c", "C/1.mp3", "album=C; artist=ben; date=1999");

    var artists = many(tables -> tables.shelves().artists(PUBLIC, null, 9));
    var ben = artists.get(1);
    var albums = many(tables -> tables.shelves().albumsOf(ben.id(), PUBLIC, 9));

    assertThat(artists).extracting(Artist::name).containsExactly("Ann", "Ben");
    assertThat(List.of(ben.albums(), ben.others())).containsExactly(2L, 1L);
    assertThat(albums).extracting(part -> part.shelf().title()).containsExactly("C", "B", "A");
    assertThat(albums.get(2).roles()).containsExactly(Role.COMPOSER);
    assertThat(
            many(tables ->
                tables.shelves().artists(PUBLIC, ShelfQuery.Key.of(artists.getFirst()), 9)))
        .containsExactly(ben);
    assertThat(one(tables -> tables.shelves().artist(ben.id(), PUBLIC))).contains(ben);
  }

  @Test
  void odd_names_do_no_harm() {
    song("a", "A/1.mp3", "album=\ud800\u0000!; artist=a\nb; genre=\u2028x; album_artist=\ud83d");
    var before = albums();
    song("a", "A/1.mp3", "album=\ud800\u0000!; artist=a\nb; genre=\u2028x; album_artist=\ud83d");

    assertThat(albums()).hasSize(1).isEqualTo(before);
    change(tables -> tables.shelves().remove(new ItemId("a")));
    assertThat(albums()).isEmpty();
  }

  @Test
  void items_that_are_not_there_are_left_out() {
    put(List.of(new Song("nobody", "A/1.mp3", "album=A")));

    assertThat(albums()).isEmpty();
  }
}
