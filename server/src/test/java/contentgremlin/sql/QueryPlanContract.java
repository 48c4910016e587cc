package contentgremlin.sql;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static contentgremlin.store.DatabaseTesting.digest;
import static contentgremlin.store.DatabaseTesting.item;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.AccountId;
import contentgremlin.account.Role;
import contentgremlin.account.Secret;
import contentgremlin.arrival.RecordKind;
import contentgremlin.community.CollectionId;
import contentgremlin.community.Comment;
import contentgremlin.community.MediaCollectionStore;
import contentgremlin.enrich.EnrichmentStore;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.Rate;
import contentgremlin.event.Alert;
import contentgremlin.event.Fact;
import contentgremlin.item.ItemId;
import contentgremlin.item.ItemQuery;
import contentgremlin.item.ItemQuery.Scope;
import contentgremlin.item.MediaType;
import contentgremlin.item.Rendition;
import contentgremlin.item.Visibility;
import contentgremlin.job.JobId;
import contentgremlin.job.JobQuery;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.library.FileStat;
import contentgremlin.library.Folder;
import contentgremlin.library.LibraryId;
import contentgremlin.library.Tags;
import contentgremlin.machine.Ability;
import contentgremlin.machine.Care;
import contentgremlin.machine.MachineId;
import contentgremlin.name.NameRules;
import contentgremlin.shelf.FilePlace;
import contentgremlin.shelf.Heading;
import contentgremlin.shelf.Member;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.ShelfQuery;
import contentgremlin.shelf.ShelfQuery.Narrowing;
import contentgremlin.shelf.ShelfStore.Placed;
import contentgremlin.shelf.Shelving;
import contentgremlin.store.Database;
import contentgremlin.store.OpenDatabase;
import contentgremlin.vault.Damage;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a database says about how it answers the queries of the stores: from an index, in its
/// order.
abstract class QueryPlanContract extends OpenDatabase {
  private static final AccountId ADA = new AccountId(1);
  private static final ItemId FILM = new ItemId("i0");

  /// The plans of all statements that the work runs, a step a line; what it changes is forgotten.
  protected abstract List<String> plans(Database.Work<?> work);

  /// Whether this step reads all of a table, or more of it than it needs.
  protected abstract boolean isScan(String step);

  protected abstract boolean isSort(String step);

  /// A few rows of each sort; statistics are not gathered, as in production.
  @BeforeEach
  void fill() {
    change(tables -> {
      tables.accounts().add("ada", Role.UPLOADER, -1, NOON);
      for (int i = 0; i < 20; i++) {
        fillOne(tables, i);
      }
    });
  }

  private static void fillOne(Database.Tables tables, int number) {
    var item = item("i" + number, ADA, NOON_KEPT.plusSeconds(number));
    tables.items().add(item.described("t", "", List.of("red"), Visibility.PUBLIC));
    tables.jobs().add(job(item.id(), number % 3), NOON);
    tables.events().append(new Fact.ItemCreated(item.id()), NOON);
    tables.files().put(new StoredFile("f" + number, 1, digest(1), "a/b", NOON_KEPT));
    tables
        .uploads()
        .add(
            new Upload(
                new UploadId("%026d".formatted(number)),
                ADA,
                Upload.Kind.WHOLE,
                5,
                1,
                Map.of(),
                List.of(),
                null,
                NOON_KEPT,
                NOON_KEPT));
  }

  private static NewJob job(ItemId item, int stage) {
    return new NewJob(
        "probe", item, ADA, Lane.LIGHT, stage, true, Priority.of(Priority.PUBLISHING), Map.of());
  }

  @Test
  void no_listing_of_items_scans_or_sorts() {
    var scopes =
        List.of(
            new Scope.Public(),
            new Scope.OwnedBy(ADA),
            new Scope.PublicOf(ADA),
            new Scope.Everything(),
            new Scope.Trash(null),
            new Scope.Trash(ADA));
    for (var scope : scopes) {
      for (var type : new @Nullable MediaType[] {null, MediaType.VIDEO}) {
        for (var tag : new @Nullable String[] {null, "red"}) {
          for (var after : new ItemQuery.@Nullable Key[] {null, new ItemQuery.Key(NOON, FILM)}) {
            var query = new ItemQuery(scope, type, tag, after, 20);
            assertSearchesOnly(plans(tables -> tables.items().list(query)), query);
          }
        }
      }
    }
  }

  @Test
  void no_listing_of_jobs_scans_or_sorts() {
    for (var state : new @Nullable String[] {null, "open", "queued", "failed"}) {
      for (var item : new @Nullable ItemId[] {null, FILM}) {
        for (var before : new @Nullable JobId[] {null, new JobId(9)}) {
          var query = new JobQuery(state, item, before, 20);
          assertSearchesOnly(plans(tables -> tables.jobs().list(query)), query);
        }
      }
    }
  }

  @Test
  void what_describes_items_is_found_without_a_scan_or_a_sort() {
    var provider =
        new Provider(
            "p",
            "P",
            "https://p.invalid",
            Rate.of(1, Duration.ofSeconds(1)),
            Provider.Key.NONE,
            Duration.ofDays(1),
            Duration.ofDays(1));
    plan("turn", tables -> tables.providers().take(provider, NOON));
    plan("kept", tables -> tables.providers().kept("p", "q"));
    plan("forget", tables -> tables.providers().forget(NOON, 9));
    plan("due pictures", tables -> tables.pictures().uses(1));
    plan("unused", tables -> tables.pictures().unused(NOON, 9));
    plan("needed", tables -> tables.pictures().needs("d"));
    plan("picture", tables -> tables.pictures().find(1));
    plan("lost", tables -> tables.pictures().lose("d"));
    plan("looking for unused", tables -> tables.pictures().noteUnused(0, 9, NOON));
    plan("item that is due", tables -> tables.enrichment().due(9));
    plan("demanded", tables -> tables.enrichment().demanded(9));
    plan("awaiting", tables -> tables.enrichment().awaiting("x", 9));
    plan("awaited", tables -> tables.enrichment().awaited());
    plan("first wait", tables -> tables.enrichment().firstWait());
    plan("end of waits", tables -> tables.enrichment().endWaits(NOON, 9));
    plan("end of failures", tables -> tables.enrichment().endFailures("x", NOON, 9));
    plan(
        "all items",
        tables ->
            tables
                .enrichment()
                .go(new EnrichmentStore.Sweep("x", "m", 0), Set.of(MediaType.VIDEO), 9));
    plan("outcomes", tables -> tables.enrichment().outcomes(FILM));
    plan("outcome", tables -> tables.enrichment().outcome(FILM, "parse"));
    plan("sweep", tables -> tables.enrichment().sweep("x"));
    plan("candidates", tables -> tables.enrichment().candidates(FILM, "x"));
    plan("chosen", tables -> tables.enrichment().chosen(FILM, "x"));
  }

  @Test
  void comparing_libraries_and_reading_their_files_neither_scans_nor_sorts() {
    var library = new LibraryId(1);
    plan("folders", tables -> tables.libraries().foldersAfter(library, "a/", 9));
    plan("sub-folders", tables -> tables.libraries().foldersIn(1, "a/", 9));
    plan("seen folders", tables -> tables.libraries().isListed(new LibraryId(1), "a/"));
    plan("folder", tables -> tables.libraries().folder(library, "a/"));
    plan("gone folder", tables -> tables.libraries().goneFolder(library, "a/"));
    plan("inode", tables -> tables.libraries().foldersWith(1, 2));
    plan("entries", tables -> tables.libraries().entries(1, "a", 9));
    plan("gone entries", tables -> tables.libraries().gone(1, "a"));
    plan("of an item", tables -> tables.libraries().entryOf(FILM));
    plan("like", tables -> tables.libraries().entriesLike(1, 2, 9));
    plan("essence", tables -> tables.libraries().entriesWithEssence("x", 9));
    var file = new FileStat(FileStat.Kind.FILE, 0, 1, 2, 3, 4, 1);
    plan("displaced", tables -> tables.libraries().displaced(file, NOON));
    plan("has displaced", tables -> tables.libraries().hasDisplaced(1));
    plan("missing lately", tables -> tables.libraries().settledSince(library, NOON, 9));
    plan("missing", tables -> tables.libraries().settledBefore(NOON, 9));
    plan("checked", tables -> tables.libraries().checkedBefore(NOON));
    plan("gone at once", tables -> tables.libraries().markGone(1, NOON));
    plan(
        "offline",
        tables -> {
          tables.libraries().markOffline(library, "a/", new Folder.Offline(NOON, ""));
          tables.libraries().markOnline(library, "a/");
          tables.libraries().probeAgain(library, "a/");
          tables.libraries().returned(file, 1);
          tables.libraries().forgetDisplaced(NOON, 9);
          tables.libraries().removeFolders(library, 9);
          return library;
        });
  }

  @Test
  void machines_and_installations_are_found_without_a_scan_or_a_sort() {
    var local = MachineId.local("");
    plan("machines", tables -> tables.machines().list(local, 9));
    plan("machine", tables -> tables.machines().find(local));
    plan("adopted", tables -> tables.machines().adopt(local, true));
    plan("forgotten", tables -> tables.machines().remove(local));
    plan(
        "abilities",
        tables ->
            tables.machines().putAbilities(local, Ability.Kind.ENCODER, List.of(), "ffmpeg", NOON));
    plan("named machines", tables -> tables.machines().named("web", 9));
    plan("care", tables -> tables.machines().care(local));
    plan("kept care", tables -> tables.machines().keep(local, Care.NONE));
    plan("run", tables -> tables.machines().run(local));
    plan("runs", tables -> tables.machines().runs(NOON));
    plan("forgotten runs", tables -> tables.machines().forgetRuns(NOON));
    plan("report", tables -> tables.install().report(""));
    plan("turn", tables -> tables.install().turn());
    plan("suggestions", tables -> tables.install().suggestions(""));
    plan(
        "suggested",
        tables -> {
          tables.install().putSuggestions("", List.of());
          return "";
        });
  }

  @Test
  void what_people_put_together_and_say_is_found_without_a_scan_or_a_sort() {
    var one = new CollectionId("a");
    for (var before :
        new MediaCollectionStore.@Nullable Mark[] {
          null, new MediaCollectionStore.Mark(NOON, one)
        }) {
      for (var scope :
          List.of(
              new MediaCollectionStore.Scope.Public(),
              new MediaCollectionStore.Scope.PublicOf(ADA),
              new MediaCollectionStore.Scope.OwnedBy(ADA),
              new MediaCollectionStore.Scope.Everything())) {
        plan("collections " + scope, tables -> tables.collections().list(scope, before, 9));
      }
    }
    plan("collected", tables -> tables.collections().items(one, null, 9));
    plan("collected after", tables -> tables.collections().items(one, 1L, 9));
    plan("how many", tables -> tables.collections().count(one));
    plan("take", tables -> tables.collections().take(one, FILM));
    plan(
        "remove",
        tables -> {
          tables.collections().place(one, FILM, 2);
          tables.collections().remove(one);
          return FILM;
        });
    var comment = new Comment(1, FILM, ADA, "", NOON);
    plan("comments", tables -> tables.comments().of(FILM, null, 9));
    plan("comments after", tables -> tables.comments().of(FILM, comment, 9));
    plan("profile", tables -> tables.profiles().of(ADA));
    plan("arrival", tables -> tables.arrivals().find("x", RecordKind.MEDIA, "y"));
    plan("old address", tables -> tables.arrivals().follow("u/x"));
    plan("foreign password", tables -> tables.accounts().foreignPassword());
  }

  private void plan(String what, Database.Work<?> work) {
    assertSearchesOnly(plans(work), what);
  }

  @Test
  void claiming_and_what_else_runners_ask_neither_scans_nor_sorts() {
    assertSearchesOnly(plans(tables -> tables.jobs().claimable(Lane.LIGHT, NOON, 1)), "claimable");
    assertSearchesOnly(
        plans(tables -> tables.jobs().claimable(Lane.LIGHT, NOON, Set.of("a", "b"), 1)),
        "claimable without some kinds");
    assertSearchesOnly(plans(tables -> tables.jobs().countOpen("parse", 10)), "open of a kind");
    assertSearchesOnly(plans(tables -> tables.jobs().forgetApart(NOON, 10)), "old stages");
    assertSearchesOnly(plans(tables -> tables.items().external("/a")), "external");
    assertSearchesOnly(plans(tables -> tables.jobs().nextDue(NOON)), "next due");
    assertSearchesOnly(plans(tables -> tables.jobs().started()), "started");
    assertSearchesOnly(plans(tables -> tables.jobs().of(FILM)), "of an item");
    assertSearchesOnly(plans(tables -> tables.items().stranded(9)), "stranded");
    assertSearchesOnly(plans(tables -> tables.jobs().unpark("raw", NOON)), "unpark");
  }

  @Test
  void a_transition_of_a_job_neither_scans_nor_sorts() {
    var plans =
        plans(tables -> {
          var jobs = tables.jobs();
          var queued = jobs.add(job(FILM, 1), NOON);
          var waiting = jobs.of(FILM).getFirst();
          var claimed = waiting.claim("run", NOON);
          jobs.replace(waiting, claimed, NOON);
          jobs.replace(claimed, claimed.cancel(NOON), NOON);
          return jobs.replace(queued, queued.demanded(3), NOON);
        });

    assertSearchesOnly(plans, "transition");
  }

  @Test
  void other_lists_neither_scan_nor_sort() {
    assertSearchesOnly(plans(tables -> tables.accounts().list(ADA, 9)), "accounts");
    assertSearchesOnly(plans(tables -> tables.accounts().findByName("ada")), "name");
    assertSearchesOnly(
        plans(tables -> tables.accounts().secrets(ADA, Secret.Kind.TOKEN)), "secrets");
    assertSearchesOnly(
        plans(tables -> tables.accounts().secrets(null, Secret.Kind.TOKEN)), "secrets");
    assertSearchesOnly(
        plans(tables -> tables.accounts().findSecret(Secret.Kind.TOKEN, "x", NOON)), "secret");
    assertSearchesOnly(plans(tables -> tables.uploads().expired(NOON, 9)), "expired");
    assertSearchesOnly(plans(tables -> tables.uploads().unfinished(ADA, 9)), "unfinished");
    assertSearchesOnly(plans(tables -> tables.uploads().unfinished(null, 9)), "unfinished");
    assertSearchesOnly(plans(tables -> tables.uploads().promised(ADA)), "promised");
    assertSearchesOnly(plans(tables -> tables.files().list("f3", 9)), "files");
    assertSearchesOnly(plans(tables -> tables.events().after(3, 9)), "events");
    assertSearchesOnly(plans(tables -> tables.items().withDigest(digest(1))), "digest");
    assertSearchesOnly(plans(tables -> tables.items().metadata(FILM)), "metadata");
    assertSearchesOnly(plans(tables -> tables.items().renditions(FILM)), "renditions");
    assertSearchesOnly(
        plans(tables -> tables.items().rendition(FILM, Rendition.Kind.HLS)), "rendition");
  }

  @Test
  void what_the_scrub_and_the_alerts_ask_neither_scans_nor_sorts() {
    var file = new StoredFile("f3", 1, digest(1), "a/b", NOON_KEPT);
    var kind = Alert.Kind.ORIGINAL_DAMAGED;
    assertSearchesOnly(plans(tables -> tables.files().verifiedBefore(NOON, 9)), "next to verify");
    assertSearchesOnly(plans(tables -> tables.files().damagedBefore(NOON, 9)), "damaged");
    assertSearchesOnly(plans(tables -> tables.files().findDamage("f3")), "damage");
    assertSearchesOnly(plans(tables -> tables.files().markVerified(file, NOON)), "verified");
    assertSearchesOnly(
        plans(tables -> tables.files().markDamaged(file, Damage.Kind.MISSING, "", NOON)),
        "damaged");
    assertSearchesOnly(
        plans(tables -> {
          tables.alerts().raise(kind, "a", "b", NOON);
          return tables.alerts().raise(kind, "a", "c", NOON);
        }),
        "raise");
    assertSearchesOnly(plans(tables -> tables.alerts().resolve(kind, "a", NOON)), "resolve");
    assertSearchesOnly(plans(tables -> tables.alerts().findStanding(kind, "a")), "standing");
    assertSearchesOnly(plans(tables -> tables.alerts().standing(3, 9)), "standing");
    assertSearchesOnly(plans(tables -> tables.alerts().resolved(9)), "resolved");
    assertSearchesOnly(plans(tables -> tables.verifications().find(1)), "verification");
  }

  @Test
  void collection_neither_scans_nor_sorts() {
    assertSearchesOnly(plans(tables -> tables.collection().find("f1")), "one");
    assertSearchesOnly(plans(tables -> tables.collection().list("f1", 9)), "by path");
    assertSearchesOnly(plans(tables -> tables.collection().seenBefore(NOON, 9)), "by age");
    assertSearchesOnly(plans(tables -> tables.collection().look()), "look");
    assertSearchesOnly(
        plans(tables -> tables.items().needs(new UploadId("%026d".formatted(1)))), "needed");
    assertSearchesOnly(
        plans(tables -> tables.uploads().isPart(new UploadId("%026d".formatted(1)))), "part");
    assertSearchesOnly(plans(tables -> tables.items().violations(NOON)), "violations");
  }

  private static Placed song(int number, String album, String more) {
    var tags = new HashMap<String, List<String>>();
    tags.put("album", List.of(album));
    tags.put("artist", List.of("Ann" + more));
    tags.put("genre", List.of("Rock" + more));
    tags.put("date", List.of("1999"));
    var place = new FilePlace(7, 6, "A/B/", number + ".mp3");
    var standing =
        Shelving.place(NameRules.DEFAULT, MediaType.AUDIO, place, new Tags(tags), null, NOON)
            .standing();
    return new Placed(new ItemId("i" + number), standing);
  }

  @Test
  void no_listing_of_shelves_scans_or_sorts() {
    change(tables -> tables.shelves().put(List.of(song(1, "A", ""), song(2, "B", ""))));
    var key = new ShelfQuery.Key("a", 1);
    for (boolean everything : List.of(true, false)) {
      for (var kind : Shelf.Kind.values()) {
        for (var after : new ShelfQuery.@Nullable Key[] {null, key}) {
          var query = new ShelfQuery(kind, everything, new Narrowing.None(), after, 20);
          assertSearchesOnly(plans(tables -> tables.shelves().list(query)), query);
        }
        var shelf = new Shelf(1, kind, "", "", "", 0, null, 1, 1);
        for (var part : new @Nullable Integer[] {null, 2}) {
          for (var after : new Member.@Nullable Key[] {null, new Member.Key(2, 3, "i1")}) {
            assertSearchesOnly(
                plans(tables -> tables.shelves().members(shelf, everything, part, after, 9)),
                "members of " + kind);
          }
        }
        var place = new Member.Key(2, 3, "i1");
        assertSearchesOnly(
            plans(tables -> tables.shelves().before(shelf, everything, place)), "before " + kind);
        assertSearchesOnly(plans(tables -> tables.shelves().hasAny(kind, everything)), "any");
      }
      for (var after : new ShelfQuery.@Nullable Key[] {null, key}) {
        for (var narrowing : List.of(new Narrowing.OfYear(1), new Narrowing.OfGenre("rock"))) {
          var query = new ShelfQuery(Shelf.Kind.ALBUM, everything, narrowing, after, 20);
          assertSearchesOnly(plans(tables -> tables.shelves().list(query)), query);
        }
        assertSearchesOnly(plans(tables -> tables.shelves().artists(everything, after, 9)), "who");
      }
      assertSearchesOnly(plans(tables -> tables.shelves().albumsOf(1, everything, 9)), "albums");
      assertSearchesOnly(plans(tables -> tables.shelves().parts(1, everything)), "parts");
      assertSearchesOnly(plans(tables -> tables.shelves().placeOf(FILM, everything)), "place");
      for (var kind : Heading.Kind.values()) {
        assertSearchesOnly(
            plans(tables -> tables.shelves().headings(kind, everything, 9)), "headings");
      }
    }
    assertSearchesOnly(plans(tables -> tables.shelves().findMonth("2024-07", true)), "month");
    assertSearchesOnly(plans(tables -> tables.shelves().artistsOf(1)), "artists");
    assertSearchesOnly(plans(tables -> tables.shelves().genresOf(1)), "genres");
  }

  @Test
  void putting_songs_on_albums_neither_scans_nor_sorts() {
    change(tables -> tables.shelves().put(List.of(song(1, "A", ""), song(2, "A", ""))));
    var plans =
        plans(tables -> {
          tables.shelves().put(List.of(song(3, "A", " feat. Ben"), song(4, "A", "")));
          tables.shelves().put(List.of(song(1, "B", ""), song(2, "B", ";Pop"), song(3, "B", "")));
          tables.shelves().review(new ItemId("i2"));
          tables.shelves().remove(new ItemId("i2"));
          tables.shelves().remove(new ItemId("i4"));
          return "";
        });

    assertSearchesOnly(plans, "shelves");
  }

  private void assertSearchesOnly(List<String> plans, Object query) {
    assertThat(plans).as("%s", query).isNotEmpty().noneMatch(this::isScan).noneMatch(this::isSort);
  }
}
