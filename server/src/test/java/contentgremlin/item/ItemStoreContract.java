package contentgremlin.item;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static contentgremlin.store.DatabaseTesting.digest;
import static contentgremlin.store.DatabaseTesting.item;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.AccountId;
import contentgremlin.account.Role;
import contentgremlin.item.ItemQuery.Scope;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.store.OpenDatabase;
import contentgremlin.vault.StoredFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public abstract class ItemStoreContract extends OpenDatabase {
  private static final ItemId FILM = new ItemId("film");

  @Test
  void an_item_is_read_as_it_was_written_in_every_state_and_from_every_source() {
    var states =
        List.<Item.State>of(
            new Item.State.Processing(),
            new Item.State.Published(NOON_KEPT),
            new Item.State.Failed("no “video” in it"),
            new Item.State.Missing(NOON_KEPT),
            new Item.State.Trashed(NOON_KEPT, new Item.State.Published(NOON_KEPT.minusMillis(1))),
            new Item.State.Trashed(NOON_KEPT, new Item.State.Failed("broken")),
            new Item.State.Trashed(NOON_KEPT, new Item.State.Processing()));
    var sources =
        List.of(
            new Source.Owned(digest(1), "a/b\\c.mp4", 5L << 40, "00000000000000000000000001"),
            new Source.Mirrored(0, "", "01 – ( ).flac", "01 – ( ).flac", 0),
            new Source.External("/tmp/x", "x", 1));
    var written = new ArrayList<Item>();
    for (var state : states) {
      for (var source : sources) {
        written.add(item("i" + written.size()).becoming(state).from(source));
      }
    }
    change(tables -> written.forEach(tables.items()::add));

    for (var item : written) {
      var found = read(tables -> tables.items().find(item.id()));
      assertThat(found).contains(item);
    }
  }

  @Test
  void all_that_describes_an_item_can_change() {
    var ada = account("ada");
    change(tables -> tables.items().add(item("film")));
    var changed =
        new Item(
            FILM,
            ada,
            MediaType.AUDIO,
            "<b>Title</b> 🎬",
            "two\nlines",
            List.of("b", "a", "ü"),
            Visibility.PRIVATE,
            new Item.State.Processing(),
            new Source.Owned(digest(9), "n", 3, ""),
            new MediaFacts(null, Duration.ZERO, 0, 0),
            true,
            true,
            NOON_KEPT.plusSeconds(1));
    change(tables -> tables.items().update(changed));

    var found = read(tables -> tables.items().find(FILM));

    assertThat(found).contains(changed);
  }

  @Test
  void changing_an_item_that_was_removed_does_not_bring_it_back() {
    change(tables -> tables.items().update(item("film")));

    var found = read(tables -> tables.items().find(FILM));

    assertThat(found).isEmpty();
  }

  @Test
  void removing_an_item_removes_all_that_hangs_on_it_and_leaves_its_files_unreferenced() {
    change(tables -> {
      tables.items().add(item("film").described("Film", "", List.of("tag"), Visibility.PUBLIC));
      tables.items().putMetadata(FILM, List.of(said("title", "Film", 1, "person")));
      tables.items().putRendition(rendition(1, "a", "b"));
      tables.jobs().add(job(FILM), NOON);
    });
    change(tables -> tables.items().remove(FILM));
    change(tables -> tables.items().remove(FILM));

    var metadata = read(tables -> tables.items().metadata(FILM));
    var renditions = read(tables -> tables.items().renditions(FILM));
    var jobs = read(tables -> tables.jobs().of(FILM));
    var tags = read(tables -> tables.items().tags(10));
    var found = read(tables -> tables.items().search("film", null, true, 0, 10));
    var files = read(tables -> tables.files().list(null, 10));
    assertThat(metadata).isEmpty();
    assertThat(renditions).isEmpty();
    assertThat(jobs).isEmpty();
    assertThat(tags).isEmpty();
    assertThat(found).isEmpty();
    assertThat(files).hasSize(2);
    assertThat(database.check()).isEmpty();
  }

  /// Every scope, type, tag and page, compared with the plain meaning of the query.
  @Test
  void listings_hold_what_their_query_says_newest_first_page_by_page() {
    var ada = account("ada");
    var bob = account("bob");
    var items = many(ada, bob);
    change(tables -> items.forEach(tables.items()::add));
    var scopes =
        List.of(
            new Scope.Public(),
            new Scope.OwnedBy(ada),
            new Scope.PublicOf(bob),
            new Scope.Everything(),
            new Scope.Trash(null),
            new Scope.Trash(ada));
    for (var scope : scopes) {
      for (var type : new @Nullable MediaType[] {null, MediaType.VIDEO, MediaType.IMAGE}) {
        for (var tag : new @Nullable String[] {null, "red", "none"}) {
          assertThat(pages(scope, type, tag))
              .as("%s %s %s", scope, type, tag)
              .containsExactlyElementsOf(expected(items, scope, type, tag));
        }
      }
    }
  }

  private List<ItemId> pages(Scope scope, @Nullable MediaType type, @Nullable String tag) {
    var ids = new ArrayList<ItemId>();
    List<Item> page = list(scope, type, tag, null);
    while (!page.isEmpty()) {
      page.forEach(item -> ids.add(item.id()));
      page = list(scope, type, tag, ItemQuery.Key.of(page.getLast()));
    }
    return ids;
  }

  private List<Item> list(
      Scope scope, @Nullable MediaType type, @Nullable String tag, ItemQuery.@Nullable Key after) {
    return read(tables -> tables.items().list(new ItemQuery(scope, type, tag, after, 7)));
  }

  private static List<ItemId> expected(
      List<Item> items, Scope scope, @Nullable MediaType type, @Nullable String tag) {
    return items.stream()
        .filter(item -> isIn(item, scope))
        .filter(item -> type == null || item.type() == type)
        .filter(item -> tag == null || item.tags().contains(tag))
        .sorted(Comparator.comparing(Item::created).thenComparing(Item::id).reversed())
        .map(Item::id)
        .toList();
  }

  private static boolean isIn(Item item, Scope scope) {
    boolean open = item.isPublished() && item.visibility() == Visibility.PUBLIC;
    return switch (scope) {
      case Scope.Public() -> open;
      case Scope.OwnedBy(var owner) -> owner.equals(item.owner()) && !item.isTrashed();
      case Scope.PublicOf(var owner) -> owner.equals(item.owner()) && open;
      case Scope.Everything() -> !item.isTrashed();
      case Scope.Trash(var owner) ->
          item.isTrashed() && (owner == null || owner.equals(item.owner()));
    };
  }

  private static List<Item> many(AccountId ada, AccountId bob) {
    var random = new Random(1);
    var states =
        List.of(
            new Item.State.Published(NOON_KEPT),
            new Item.State.Published(NOON_KEPT),
            new Item.State.Processing(),
            new Item.State.Trashed(NOON_KEPT, new Item.State.Processing()));
    var items = new ArrayList<Item>();
    for (int i = 0; i < 200; i++) {
      var owner = List.of(ada, bob).get(random.nextInt(2));
      // Several at the same moment: the id decides then.
      var created = NOON_KEPT.plusSeconds(random.nextInt(20));
      var tags = List.of(List.<String>of(), List.of("red"), List.of("blue", "red", "red"));
      var type = pick(random, MediaType.values());
      items.add(
          item("i" + i, owner, created)
              .probed(type, MediaFacts.UNKNOWN)
              .described("t", "", tags.get(random.nextInt(3)), pick(random, Visibility.values()))
              .becoming(states.get(random.nextInt(4))));
    }
    return items;
  }

  private static <T> T pick(Random random, T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  @Test
  void a_listing_follows_what_changes() {
    var film = item("film").described("t", "", List.of("red"), Visibility.PUBLIC);
    change(tables -> tables.items().add(film));
    var trashed = film.becoming(new Item.State.Trashed(NOON_KEPT, film.state()));
    change(tables -> tables.items().update(trashed));
    var open = list(new Scope.Public(), null, "red", null);
    var trash = list(new Scope.Trash(null), null, "red", null);
    change(tables -> tables.items().update(film));
    var again = list(new Scope.Public(), MediaType.VIDEO, "red", null);

    assertThat(open).isEmpty();
    assertThat(trash).containsExactly(trashed);
    assertThat(again).containsExactly(film);
  }

  @Test
  void an_account_that_goes_leaves_its_items_in_the_listings() {
    var ada = account("ada");
    change(tables ->
        tables
            .items()
            .add(
                item("film", ada, NOON_KEPT)
                    .described("t", "", List.of("red"), Visibility.PUBLIC)));
    change(tables -> tables.accounts().remove(ada));

    var owned = list(new Scope.OwnedBy(ada), null, "red", null);
    var open = list(new Scope.Public(), null, "red", null);

    assertThat(owned).isEmpty();
    assertThat(open).hasSize(1);
  }

  @Test
  void tags_of_public_items_are_counted() {
    change(tables -> {
      tables.items().add(tagged("a", Visibility.PUBLIC, "red", "blue", "blue"));
      tables.items().add(tagged("b", Visibility.PUBLIC, "blue"));
      tables.items().add(tagged("c", Visibility.PRIVATE, "secret"));
      tables.items().add(tagged("d", Visibility.PUBLIC, "gone"));
    });
    var before = read(tables -> tables.items().tags(10));
    change(tables -> {
      tables.items().update(tagged("d", Visibility.PUBLIC));
      tables.items().update(tagged("c", Visibility.PUBLIC, "secret", "red", "blue"));
    });
    var after = read(tables -> tables.items().tags(10));
    var two = read(tables -> tables.items().tags(2));

    assertThat(before).containsExactly("blue", "gone", "red");
    assertThat(after).containsExactly("blue", "red", "secret");
    assertThat(two).containsExactly("blue", "red");
  }

  private static Item tagged(String id, Visibility visibility, String... tags) {
    return item(id).described("t", "", List.of(tags), visibility);
  }

  @Test
  void words_are_found_in_title_description_tags_and_metadata_whatever_their_accents() {
    change(tables -> {
      tables.items().add(described("a", "Beyoncé live", "", "concert"));
      tables.items().add(described("b", "Harvest", "the Moon over the field", ""));
      tables.items().add(described("c", "Moon", "", ""));
      tables
          .items()
          .putMetadata(new ItemId("b"), List.of(said("artist", "Neil Young", 1, "embedded")));
    });

    assertThat(found("beyonce")).containsExactly("a");
    assertThat(found("BEYONCÉ Live")).containsExactly("a");
    assertThat(found("conc")).containsExactly("a");
    assertThat(found("young neil")).containsExactly("b");
    assertThat(found("moon")).containsExactly("c", "b");
    assertThat(found("moon harvest")).containsExactly("b");
    assertThat(found("mo harvest")).isEmpty();
    assertThat(found("moon elephant")).isEmpty();
    assertThat(found("")).isEmpty();

    change(tables -> tables.items().update(described("c", "Sun", "", "")));
    assertThat(found("moon")).containsExactly("b");
    assertThat(found("sun")).containsExactly("c");
  }

  private static Item described(String id, String title, String description, String tag) {
    return item(id)
        .described(title, description, tag.isEmpty() ? List.of() : List.of(tag), Visibility.PUBLIC);
  }

  private List<String> found(String query) {
    List<Item> found = read(tables -> tables.items().search(query, null, false, 0, 50));
    return found.stream().map(item -> item.id().value()).toList();
  }

  @Test
  void a_search_shows_nobody_what_they_may_not_see() {
    var ada = account("ada");
    var bob = account("bob");
    change(tables -> {
      tables.items().add(searchable("open", ada, Visibility.PUBLIC));
      tables.items().add(searchable("hidden", ada, Visibility.PRIVATE));
      tables.items().add(searchable("unlisted", ada, Visibility.UNLISTED));
      var trashed = searchable("trashed", ada, Visibility.PUBLIC);
      tables.items().add(trashed.becoming(new Item.State.Trashed(NOON_KEPT, trashed.state())));
    });

    assertThat(seen(null, false)).containsExactlyInAnyOrder("open");
    assertThat(seen(bob, false)).containsExactlyInAnyOrder("open");
    assertThat(seen(ada, false)).containsExactlyInAnyOrder("open", "hidden", "unlisted");
    assertThat(seen(null, true)).containsExactlyInAnyOrder("open", "hidden", "unlisted");
  }

  private static Item searchable(String id, AccountId owner, Visibility visibility) {
    return item(id, owner, NOON_KEPT).described("needle", "", List.of(), visibility);
  }

  private List<String> seen(@Nullable AccountId viewer, boolean everything) {
    List<Item> found = read(tables -> tables.items().search("needle", viewer, everything, 0, 50));
    return found.stream().map(item -> item.id().value()).toList();
  }

  @Test
  void a_search_is_paged_by_rank() {
    change(tables -> {
      for (int i = 0; i < 5; i++) {
        tables.items().add(described("i" + i, "needle", "", ""));
      }
    });

    var first = read(tables -> tables.items().search("needle", null, false, 0, 3));
    var second = read(tables -> tables.items().search("needle", null, false, 3, 3));

    assertThat(first).hasSize(3);
    assertThat(second).hasSize(2).doesNotContainAnyElementsOf(first);
  }

  @Test
  void nothing_that_can_be_typed_breaks_the_search() {
    change(tables -> tables.items().add(described("a", "O'Neill \"said\" AND OR NOT", "*", "")));
    var hostile =
        List.of(
            "\"",
            "'",
            "''",
            "\"\"",
            "*",
            "a*",
            "AND",
            "OR",
            "NOT",
            "NEAR(a b)",
            "title:a",
            "^a",
            "-a",
            "a AND",
            "(",
            ")",
            "a + b",
            "{a}",
            ":*",
            "&",
            "|",
            "!",
            "<->",
            "'a':*",
            "\\",
            "\u0000",
            "a\u0000b",
            "🎬",
            "🎬🎬 film",
            "\uD83C",
            "\uDFAC x",
            "ﬁ",
            "½ ² Ⅻ",
            "İ",
            "ß",
            "हिन्दी",
            "日本語",
            "ไทย",
            "\u200B\u202E",
            "%",
            "_",
            "; DROP TABLE item; --",
            "x".repeat(100_000),
            "a ".repeat(50_000),
            "O'Neill \"said\" AND OR NOT");
    for (var typed : hostile) {
      var found = read(tables -> tables.items().search(typed, null, true, 0, 5));
      assertThat(found).hasSizeLessThan(2);
    }
    var random = new Random(7);
    for (int i = 0; i < 300; i++) {
      var typed = random.ints(20, 0, 0x30000).mapToObj(ItemStoreContract::unit).toList();
      var text = String.join("", typed);
      change(tables -> tables.items().update(described("a", text, text, text)));
      read(tables -> tables.items().search(text, null, true, 0, 5));
    }
    assertThat(found("none")).isEmpty();
  }

  private static String unit(int point) {
    return new String(Character.toChars(point));
  }

  @Test
  void any_script_finds_itself() {
    for (var title :
        List.of("हिन्दी", "日本語の歌", "ภาษาไทย", "Ελλάδα", "Straße", "ﬁlm", "naïve", "٣٤")) {
      change(tables -> {
        tables.items().remove(FILM);
        tables.items().add(described("film", title, "", ""));
      });
      assertThat(found(title)).as(title).containsExactly("film");
    }
  }

  @Test
  void metadata_is_listed_by_priority_and_a_provider_replaces_what_it_said_itself() {
    change(tables -> {
      tables.items().add(item("film"));
      tables
          .items()
          .putMetadata(
              FILM,
              List.of(
                  said("genre", "Folk", 100, "embedded"),
                  said("genre", "Rock", 100, "embedded"),
                  said("title", "Harvest", 100, "embedded")));
      tables.items().putMetadata(FILM, List.of(said("title", "HARVEST", 1_000, "person")));
    });
    var first = read(tables -> tables.items().metadata(FILM));
    change(tables ->
        tables.items().putMetadata(FILM, List.of(said("genre", "Country", 100, "embedded"))));
    var second = read(tables -> tables.items().metadata(FILM));

    assertThat(first)
        .extracting(Metadata::value)
        .containsExactly("Folk", "Rock", "HARVEST", "Harvest");
    assertThat(second).extracting(Metadata::value).containsExactly("Country", "HARVEST", "Harvest");
    assertThat(second.getFirst()).isEqualTo(said("genre", "Country", 100, "embedded"));
  }

  private static Metadata said(String key, String value, int priority, String provider) {
    return new Metadata("musical", key, "", value, priority, provider, NOON_KEPT);
  }

  @Test
  void a_rendition_replaces_the_one_of_its_kind_and_tells_which() {
    change(tables -> tables.items().add(item("film")));
    var first = write(tables -> tables.items().putRendition(rendition(1, "z", "a")));
    var again = write(tables -> tables.items().putRendition(rendition(1, "z", "a")));
    var kept = read(tables -> tables.items().rendition(FILM, Rendition.Kind.HLS));
    var second = write(tables -> tables.items().putRendition(rendition(2, "x")));
    var all = read(tables -> tables.items().renditions(FILM));
    var other = read(tables -> tables.items().rendition(FILM, Rendition.Kind.POSTER));
    var files = read(tables -> tables.files().list(null, 10));

    assertThat(first).isEmpty();
    assertThat(again).as("the same job again replaces nothing").isEmpty();
    assertThat(kept).contains(rendition(1, "z", "a"));
    assertThat(second).contains(rendition(1, "z", "a"));
    assertThat(all).containsExactly(rendition(2, "x"));
    assertThat(other).isEmpty();
    assertThat(files).hasSize(3);
  }

  @Test
  void a_removed_rendition_is_forgotten_with_its_files() {
    change(tables -> {
      tables.items().add(item("film"));
      tables.items().putRendition(rendition(1, "z", "a"));
      tables.items().removeRendition(FILM, Rendition.Kind.POSTER);
    });
    var kept = read(tables -> tables.items().rendition(FILM, Rendition.Kind.HLS));
    change(tables -> tables.items().removeRendition(FILM, Rendition.Kind.HLS));
    var removed = read(tables -> tables.items().rendition(FILM, Rendition.Kind.HLS));
    var files = read(tables -> tables.files().list(null, 10));

    assertThat(kept).isPresent();
    assertThat(removed).isEmpty();
    assertThat(files).isEmpty();
  }

  private static Rendition rendition(long job, String... names) {
    var folder = Rendition.folder(FILM, Rendition.Kind.HLS, new JobId(job));
    return new Rendition(
        FILM,
        Rendition.Kind.HLS,
        new JobId(job),
        NOON_KEPT,
        Map.of("codecs", "avc1.64001f,mp4a.40.2"),
        Stream.of(names)
            .map(name -> new StoredFile(folder + "/" + name, 5, digest(5), "video/mp4", NOON_KEPT))
            .toList());
  }

  @Test
  void items_with_the_same_bytes_are_found_oldest_first() {
    var same = new Source.Owned(digest(77), "n", 3, "");
    change(tables -> {
      tables.items().add(item("new", null, NOON_KEPT.plusSeconds(1)).from(same));
      tables.items().add(item("old", null, NOON_KEPT).from(same));
      tables.items().add(item("other"));
    });

    var found = read(tables -> tables.items().withDigest(digest(77)));

    assertThat(found).extracting(item -> item.id().value()).containsExactly("old", "new");
  }

  @Test
  void items_are_counted_by_state_and_those_without_an_open_job_found() {
    change(tables -> {
      tables.items().add(item("a"));
      tables.items().add(item("b").becoming(new Item.State.Processing()));
      tables.items().add(item("c").becoming(new Item.State.Processing()));
      tables.jobs().add(job(new ItemId("b")), NOON);
    });

    var counts = read(tables -> tables.items().countByState());
    var stranded = read(tables -> tables.items().stranded(10));

    assertThat(counts).isEqualTo(Map.of("published", 1L, "processing", 2L));
    assertThat(stranded).containsExactly(new ItemId("c"));
  }

  private static NewJob job(ItemId item) {
    return new NewJob(
        "probe", item, null, Lane.LIGHT, 0, true, Priority.of(Priority.PUBLISHING), Map.of());
  }

  private AccountId account(String name) {
    return write(tables -> tables.accounts().add(name, Role.UPLOADER, -1, NOON)).id();
  }
}
