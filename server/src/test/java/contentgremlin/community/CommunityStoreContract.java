package contentgremlin.community;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static contentgremlin.store.DatabaseTesting.item;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.Account;
import contentgremlin.account.Role;
import contentgremlin.arrival.OldAddress;
import contentgremlin.arrival.RecordKind;
import contentgremlin.community.MediaCollectionStore.Mark;
import contentgremlin.community.MediaCollectionStore.Scope;
import contentgremlin.item.ItemId;
import contentgremlin.item.Visibility;
import contentgremlin.store.OpenDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every database keeps of profiles, collections, comments, and of what came from elsewhere.
public abstract class CommunityStoreContract extends OpenDatabase {
  private static final ItemId A = new ItemId("a");
  private static final ItemId B = new ItemId("b");
  private static final ItemId C = new ItemId("c");

  private Account ada;

  @BeforeEach
  void fill() {
    ada = write(tables -> tables.accounts().add("ada", Role.UPLOADER, -1, NOON));
    change(tables -> {
      for (var id : List.of(A, B, C)) {
        tables.items().add(item(id.value(), ada.id(), NOON_KEPT));
      }
    });
  }

  private CollectionId collection(String title, Visibility visibility) {
    return collection(title, title, visibility, NOON).id();
  }

  private MediaCollection collection(
      String id, String title, Visibility visibility, Instant created) {
    return write(tables ->
        tables
            .collections()
            .add(
                new MediaCollection(
                    new CollectionId(id), ada.id(), title, "d", visibility, created)));
  }

  private List<String> titles(Scope scope, @Nullable Mark before, int limit) {
    return read(tables -> tables.collections().list(scope, before, limit)).stream()
        .map(MediaCollection::title)
        .toList();
  }

  private Profile profile() {
    return read(tables -> tables.profiles().of(ada.id()));
  }

  private Optional<MediaCollection> found(CollectionId id) {
    return read(tables -> tables.collections().find(id));
  }

  private List<Collected> places(CollectionId id, @Nullable Long after, int limit) {
    return read(tables -> tables.collections().items(id, after, limit));
  }

  private List<Comment> comments(ItemId item, @Nullable Comment after, int limit) {
    return read(tables -> tables.comments().of(item, after, limit));
  }

  private Optional<Comment> comment(long id) {
    return read(tables -> tables.comments().find(id));
  }

  private Optional<String> became(String origin, RecordKind kind, String key) {
    return read(tables -> tables.arrivals().find(origin, kind, key));
  }

  private Optional<OldAddress> led(String path) {
    return read(tables -> tables.arrivals().follow(path));
  }

  private List<ItemId> items(CollectionId id) {
    return places(id, null, 9).stream().map(Collected::item).toList();
  }

  @Test
  void a_profile_is_kept_and_replaced_and_goes_with_its_account() {
    assertThat(profile()).isEqualTo(Profile.NONE);
    var profile = new Profile("Ada L.", "a\nb", "https://x.example", "a@x.example");
    change(tables -> tables.profiles().put(ada.id(), Profile.NONE));
    change(tables -> tables.profiles().put(ada.id(), profile));
    assertThat(profile()).isEqualTo(profile);
    change(tables -> tables.accounts().remove(ada.id()));
    assertThat(profile()).isEqualTo(Profile.NONE);
  }

  @Test
  void collections_are_listed_newest_first_for_each_scope() {
    var one = collection("z", "one", Visibility.PUBLIC, NOON).id();
    collection("y", "two", Visibility.PRIVATE, NOON.plusSeconds(1));
    var three = Mark.after(collection("a", "three", Visibility.PUBLIC, NOON.plusSeconds(2)));
    collection("b", "four", Visibility.UNLISTED, NOON.plusSeconds(2)); // at the same moment
    assertThat(titles(new Scope.Public(), null, 9)).containsExactly("three", "one");
    assertThat(titles(new Scope.PublicOf(ada.id()), null, 9)).containsExactly("three", "one");
    assertThat(titles(new Scope.OwnedBy(ada.id()), null, 9))
        .containsExactly("four", "three", "two", "one");
    assertThat(titles(new Scope.Everything(), three, 1)).containsExactly("two");
    assertThat(titles(new Scope.Public(), three, 9)).containsExactly("one");
    change(tables -> tables.collections().remove(one));
    assertThat(titles(new Scope.Public(), null, 9)).containsExactly("three");
  }

  @Test
  void where_a_page_of_collections_ended_is_read_as_it_was_written() {
    var mark = Mark.after(collection("a1", "one", Visibility.PUBLIC, NOON));
    assertThat(Mark.of(mark.text())).contains(mark);
    for (var wrong : List.of("", "1", "1.", "x.a", "1.A", "1.a b", "1." + "a".repeat(65))) {
      assertThat(Mark.of(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void a_collection_is_changed_and_survives_its_owner() {
    var id = collection("one", Visibility.PUBLIC);
    var before = found(id).orElseThrow();
    assertThat(before.created()).isEqualTo(NOON_KEPT);
    var after = before.with("two", "e", Visibility.PRIVATE);
    change(tables -> tables.collections().update(after));
    assertThat(found(id)).contains(after);
    change(tables -> tables.accounts().remove(ada.id()));
    assertThat(found(id).orElseThrow().owner()).isNull();
  }

  @Test
  void items_stand_in_their_order_and_each_once() {
    var id = collection("one", Visibility.PUBLIC);
    change(tables -> {
      assertThat(tables.collections().append(id, B, "note", NOON)).isTrue();
      assertThat(tables.collections().append(id, A, "", NOON)).isTrue();
      assertThat(tables.collections().append(id, B, "other", NOON)).isFalse();
      assertThat(tables.collections().append(id, C, "", NOON)).isTrue();
    });
    assertThat(items(id)).containsExactly(B, A, C);
    var first = places(id, null, 1).getFirst();
    assertThat(first).isEqualTo(new Collected(B, 1, "note", NOON_KEPT));
    assertThat(places(id, first.position(), 9)).extracting(Collected::item).containsExactly(A, C);
    change(tables -> tables.collections().place(id, B, 9));
    assertThat(items(id)).containsExactly(A, C, B);
    assertThat(this.<Boolean>write(tables -> tables.collections().take(id, C))).isTrue();
    assertThat(this.<Boolean>write(tables -> tables.collections().take(id, C))).isFalse();
    change(tables -> tables.items().remove(A));
    assertThat(items(id)).containsExactly(B);
    assertThat(this.<Long>read(tables -> tables.collections().count(id))).isEqualTo(1);
  }

  @Test
  void comments_are_read_oldest_first_and_survive_their_author() {
    var late = write(tables -> tables.comments().add(comment(A, "late", 2)));
    var early = write(tables -> tables.comments().add(comment(A, "early", 1)));
    var same = write(tables -> tables.comments().add(comment(A, "same time", 2)));
    write(tables -> tables.comments().add(comment(B, "elsewhere", 0)));
    assertThat(comments(A, null, 9)).containsExactly(early, late, same);
    assertThat(comments(A, late, 9)).containsExactly(same);
    assertThat(comments(A, null, 1)).containsExactly(early);
    assertThat(comment(early.id())).contains(early);
    assertThat(this.<Boolean>write(tables -> tables.comments().remove(early.id()))).isTrue();
    assertThat(this.<Boolean>write(tables -> tables.comments().remove(early.id()))).isFalse();
    change(tables -> tables.accounts().remove(ada.id()));
    assertThat(comments(A, null, 9)).allMatch(one -> one.author() == null).hasSize(2);
    change(tables -> tables.items().remove(A));
    assertThat(comments(A, null, 9)).isEmpty();
  }

  private Comment comment(ItemId item, String text, int seconds) {
    return new Comment(0, item, ada.id(), text, NOON_KEPT.plusSeconds(seconds));
  }

  @Test
  void what_a_record_became_is_remembered_by_server_kind_and_key() {
    change(tables -> tables.arrivals().put("goblin", RecordKind.MEDIA, "1@x", "a", NOON));
    assertThat(became("goblin", RecordKind.MEDIA, "1@x")).contains("a");
    assertThat(became("goblin", RecordKind.USER, "1@x")).isEmpty();
    assertThat(became("other", RecordKind.MEDIA, "1@x")).isEmpty();
    assertThat(became("goblin", RecordKind.MEDIA, "1@X")).isEmpty();
  }

  @Test
  void an_old_address_leads_where_it_led_first() {
    var first = new OldAddress(OldAddress.Kind.ITEM, "a");
    change(tables -> tables.arrivals().lead("u/ada/m/x", first));
    change(tables ->
        tables.arrivals().lead("u/ada/m/x", new OldAddress(OldAddress.Kind.ACCOUNT, "1")));
    assertThat(led("u/ada/m/x")).contains(first);
    assertThat(led("u/Ada/m/x")).isEmpty();
  }
}
