package contentgremlin.enrich;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static contentgremlin.store.DatabaseTesting.item;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.PictureStore.File;
import contentgremlin.enrich.PictureStore.Picture;
import contentgremlin.enrich.PictureStore.Use;
import contentgremlin.item.ItemId;
import contentgremlin.store.OpenDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

public abstract class PictureStoreContract extends OpenDatabase {
  private static final ItemId FILM = new ItemId("film");
  private static final ItemId OTHER = new ItemId("other");
  private static final File HERE =
      new File("original/aa/bb/x.jpg", "ab".repeat(32), 123, "image/jpeg", 600, 800);

  @BeforeEach
  void addItems() {
    change(tables -> {
      tables.items().add(item("film"));
      tables.items().add(item("other"));
    });
  }

  private static Wanted wanted(Wanted.Kind kind, String name, int priority) {
    return new Wanted(kind, "https://a.invalid/" + name, "de", priority);
  }

  private static Wanted poster(String name, int priority) {
    return wanted(Wanted.Kind.POSTER, name, priority);
  }

  private void want(ItemId item, String grabber, Wanted... wanted) {
    change(tables -> tables.pictures().want(item, grabber, List.of(wanted), NOON_KEPT));
  }

  private List<Picture> of(ItemId item) {
    return read(tables -> tables.pictures().of(item));
  }

  private List<String> due(ItemId item, Instant now) {
    return read(tables -> tables.pictures().due(item, now)).stream()
        .map(picture -> picture.wanted().address().replaceAll(".*/", ""))
        .toList();
  }

  private Picture named(String name) {
    return of(FILM).stream()
        .filter(picture -> picture.wanted().address().endsWith("/" + name))
        .findFirst()
        .orElseThrow();
  }

  private Optional<Picture> best(Wanted.Kind kind) {
    return read(tables -> tables.pictures().best(OTHER, kind));
  }

  private List<Use> uses(long id) {
    return read(tables -> tables.pictures().uses(id));
  }

  private boolean isNeeded() {
    return read(tables -> tables.pictures().needs(HERE.digest()));
  }

  private void update(Picture picture) {
    change(tables -> tables.pictures().update(picture));
  }

  @Test
  void what_is_wanted_comes_by_kind_the_best_first() {
    want(FILM, "one", poster("low", 10), wanted(Wanted.Kind.BACKDROP, "back", 5));
    want(FILM, "two", poster("high", 20));

    assertThat(of(FILM))
        .extracting(picture -> picture.grabber() + " " + picture.wanted().address())
        .containsExactly(
            "one https://a.invalid/back",
            "two https://a.invalid/high",
            "one https://a.invalid/low");
    assertThat(of(FILM).getFirst().wanted()).isEqualTo(wanted(Wanted.Kind.BACKDROP, "back", 5));
    assertThat(of(OTHER)).isEmpty();
  }

  @Test
  void what_a_grabber_wants_replaces_what_it_wanted_before_and_nothing_else() {
    want(FILM, "one", poster("a", 1), poster("b", 2));
    want(FILM, "two", poster("c", 3));
    want(FILM, "one", poster("b", 7), poster("b", 7));

    assertThat(of(FILM)).extracting(picture -> picture.wanted().priority()).containsExactly(7, 3);
  }

  @Test
  void nothing_is_wanted_for_an_item_that_is_gone() {
    want(new ItemId("gone"), "one", poster("a", 1));

    assertThat(of(new ItemId("gone"))).isEmpty();
  }

  @Test
  void the_best_of_each_kind_is_due_and_the_next_best_while_it_must_wait() {
    want(FILM, "one", poster("best", 9), poster("good", 8), poster("poor", 7));
    want(FILM, "two", wanted(Wanted.Kind.LOGO, "logo", 1));

    assertThat(due(FILM, NOON)).containsExactly("logo", "best");

    update(named("best").failed(NOON_KEPT.plusSeconds(60), "down"));
    assertThat(due(FILM, NOON_KEPT)).containsExactly("logo", "good");
    assertThat(due(FILM, NOON_KEPT.plusSeconds(60))).containsExactly("logo", "best");

    update(named("good").with(HERE));
    assertThat(due(FILM, NOON_KEPT)).containsExactly("logo");
    assertThat(due(FILM, NOON_KEPT.plusSeconds(60))).containsExactly("logo", "best");

    update(named("best").refused("no picture"));
    assertThat(due(FILM, NOON_KEPT.plusSeconds(60))).containsExactly("logo");
  }

  @Test
  void what_became_of_one_is_known_to_all_who_want_it() {
    want(FILM, "one", poster("a", 1));
    want(OTHER, "two", wanted(Wanted.Kind.COVER, "a", 5));
    var picture = named("a").failed(NOON_KEPT.plusSeconds(60), "down");
    update(picture);

    assertThat(of(FILM)).containsExactly(picture);
    assertThat(of(OTHER)).extracting(Picture::reason).containsExactly("down");
    assertThat(of(OTHER)).extracting(Picture::failures).containsExactly(1);

    update(picture.with(HERE));
    assertThat(of(OTHER).getFirst().file()).isEqualTo(HERE);
    assertThat(of(OTHER).getFirst().until()).isNull();
    assertThat(best(Wanted.Kind.COVER)).isPresent();
    assertThat(best(Wanted.Kind.POSTER)).isEmpty();
    assertThat(uses(picture.id()))
        .containsExactly(new Use(FILM, Wanted.Kind.POSTER), new Use(OTHER, Wanted.Kind.COVER));
  }

  @Test
  void the_bytes_of_one_that_is_here_are_needed() {
    want(FILM, "one", poster("a", 1));
    boolean before = isNeeded();
    update(named("a").with(HERE));

    assertThat(before).isFalse();
    assertThat(isNeeded()).isTrue();
  }

  private List<Long> unused(Instant limit) {
    return read(tables -> tables.pictures().unused(limit, 10)).stream().map(Picture::id).toList();
  }

  @Test
  void what_nobody_wants_any_more_is_unused_since_then_until_somebody_wants_it_again() {
    want(FILM, "one", poster("a", 1));
    long id = named("a").id();
    want(OTHER, "one", poster("a", 1));
    want(FILM, "one");
    assertThat(unused(NOON.plusSeconds(99))).isEmpty();

    want(OTHER, "one");
    assertThat(unused(NOON_KEPT)).isEmpty();
    assertThat(unused(NOON_KEPT.plusMillis(1))).containsExactly(id);

    want(FILM, "one", poster("a", 1));
    assertThat(unused(NOON.plusSeconds(99))).isEmpty();
    assertThat(named("a").id()).isEqualTo(id);
  }

  @Test
  void what_an_item_leaves_behind_is_found_a_page_at_a_time() {
    want(FILM, "one", poster("a", 1), poster("b", 2), poster("c", 3));
    want(OTHER, "one", poster("b", 2));
    var ids = List.of(named("a").id(), named("b").id(), named("c").id());
    change(tables -> tables.items().remove(FILM));

    long first = write(tables -> tables.pictures().noteUnused(0, 2, NOON_KEPT));
    var some = unused(NOON.plusSeconds(9));
    long second = write(tables -> tables.pictures().noteUnused(first, 2, NOON_KEPT.plusSeconds(1)));
    long third = write(tables -> tables.pictures().noteUnused(second, 2, NOON_KEPT));
    long later = write(tables -> tables.pictures().noteUnused(0, 2, NOON_KEPT.plusSeconds(5)));

    assertThat(first).isEqualTo(ids.get(1));
    assertThat(some).containsExactly(ids.getFirst());
    assertThat(second).isEqualTo(ids.getLast());
    assertThat(third).isZero();
    assertThat(later).isEqualTo(first);
    assertThat(unused(NOON.plusSeconds(9))).containsExactly(ids.getFirst(), ids.getLast());
    assertThat(unused(NOON_KEPT.plusMillis(1))).containsExactly(ids.getFirst());
  }

  @Test
  void one_that_is_removed_is_gone_with_all_that_refers_to_it() {
    want(FILM, "one", poster("a", 1));
    long id = named("a").id();
    change(tables -> tables.pictures().remove(id));

    assertThat(of(FILM)).isEmpty();
    assertThat(uses(id)).isEmpty();
    Optional<Picture> found = read(tables -> tables.pictures().find(id));
    assertThat(found).isEmpty();
  }

  @Test
  void what_was_lost_is_due_again_for_all_who_want_it() {
    want(FILM, "one", poster("a", 1));
    want(OTHER, "one", poster("a", 1));
    update(named("a").with(HERE));

    List<ItemId> items = write(tables -> tables.pictures().lose(HERE.digest()));
    List<ItemId> again = write(tables -> tables.pictures().lose(HERE.digest()));

    assertThat(items).containsExactlyInAnyOrder(FILM, OTHER);
    assertThat(again).isEmpty();
    assertThat(due(OTHER, NOON)).containsExactly("a");
    assertThat(isNeeded()).isFalse();
  }
}
