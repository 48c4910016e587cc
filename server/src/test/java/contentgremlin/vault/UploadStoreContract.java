package contentgremlin.vault;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static contentgremlin.store.DatabaseTesting.item;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.AccountId;
import contentgremlin.account.Role;
import contentgremlin.store.OpenDatabase;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public abstract class UploadStoreContract extends OpenDatabase {
  private static final Map<String, String> HOSTILE =
      Map.of("filename", "a&b=c%20+\n'\".mp4", "title", "Ünïcode 🎬", "", "empty name", "tags", "");

  private static UploadId id(int number) {
    return new UploadId("%026d".formatted(number));
  }

  private static Upload upload(int number, @Nullable AccountId owner, long length, long offset) {
    return new Upload(
        id(number),
        owner,
        Upload.Kind.WHOLE,
        length,
        offset,
        HOSTILE,
        List.of(),
        null,
        NOON_KEPT.plusSeconds(number),
        NOON_KEPT.plusSeconds(100 - number));
  }

  @Test
  void an_upload_grows_becomes_an_item_and_goes() {
    var begun = upload(1, null, Upload.LENGTH_DEFERRED, 0);
    change(tables -> tables.uploads().add(begun));
    var found = read(tables -> tables.uploads().find(id(1)));
    var grown = begun.promising(10).grownTo(10, NOON_KEPT.plusSeconds(9));
    change(tables -> {
      tables.items().add(item("film"));
      tables.uploads().update(grown.became(item("film").id()));
    });
    var became = read(tables -> tables.uploads().find(id(1)));
    change(tables -> tables.items().remove(item("film").id()));
    var orphaned = read(tables -> tables.uploads().find(id(1)));
    change(tables -> tables.uploads().remove(id(1)));
    var removed = read(tables -> tables.uploads().find(id(1)));

    assertThat(found).contains(begun);
    assertThat(became).contains(grown.became(item("film").id()));
    assertThat(orphaned).contains(grown);
    assertThat(removed).isEmpty();
  }

  @Test
  void those_that_became_an_item_can_go_with_it() {
    change(tables -> {
      tables.items().add(item("film"));
      tables.uploads().add(upload(1, null, 10, 10).became(item("film").id()));
      tables.uploads().add(upload(2, null, 10, 10));
    });

    change(tables -> tables.uploads().removeOf(item("film").id()));

    var gone = read(tables -> tables.uploads().find(id(1)));
    var other = read(tables -> tables.uploads().find(id(2)));

    assertThat(gone).isEmpty();
    assertThat(other).isPresent();
  }

  @Test
  void a_final_upload_knows_its_parts_in_order() {
    var whole =
        new Upload(
            id(3),
            null,
            Upload.Kind.FINAL,
            8,
            8,
            Map.of(),
            List.of(id(2), id(1)),
            null,
            NOON_KEPT,
            NOON_KEPT);
    change(tables -> tables.uploads().add(whole));

    var found = read(tables -> tables.uploads().find(id(3)));

    assertThat(found).contains(whole);
  }

  @Test
  void those_whose_time_is_over_are_listed_earliest_first() {
    change(tables -> {
      for (int number = 1; number <= 4; number++) {
        tables.uploads().add(upload(number, null, 10, 0));
      }
    });

    var expired = read(tables -> tables.uploads().expired(NOON.plusSeconds(98), 10));
    var page = read(tables -> tables.uploads().expired(NOON.plusSeconds(98), 2));

    assertThat(expired).extracting(Upload::id).containsExactly(id(4), id(3), id(2));
    assertThat(page).extracting(Upload::id).containsExactly(id(4), id(3));
  }

  @Test
  void unfinished_ones_are_listed_newest_first_and_their_promises_added_up() {
    var ada = write(tables -> tables.accounts().add("ada", Role.UPLOADER, -1, NOON)).id();
    change(tables -> {
      tables.uploads().add(upload(1, ada, 100, 0));
      tables.uploads().add(upload(2, ada, 50, 50));
      tables.uploads().add(upload(3, ada, Upload.LENGTH_DEFERRED, 7));
      tables.uploads().add(upload(4, null, 1_000, 1));
    });

    var adas = read(tables -> tables.uploads().unfinished(ada, 10));
    var newest = read(tables -> tables.uploads().unfinished(ada, 1));
    var operators = read(tables -> tables.uploads().unfinished(null, 10));
    var promised = read(tables -> tables.uploads().promised(ada));
    var operatorsPromised = read(tables -> tables.uploads().promised(null));
    var nobody = read(tables -> tables.uploads().promised(new AccountId(99)));

    assertThat(adas).extracting(Upload::id).containsExactly(id(3), id(1));
    assertThat(newest).extracting(Upload::id).containsExactly(id(3));
    assertThat(operators).extracting(Upload::id).containsExactly(id(4));
    assertThat(promised).as("a complete one counts until it is an item").isEqualTo(157);
    assertThat(operatorsPromised).isEqualTo(1_000);
    assertThat(nobody).isZero();
  }
}
