package contentgremlin.account;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static contentgremlin.store.DatabaseTesting.digest;
import static contentgremlin.store.DatabaseTesting.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.account.AccountStore.NameTaken;
import contentgremlin.item.Source;
import contentgremlin.store.OpenDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public abstract class AccountStoreContract extends OpenDatabase {
  @Test
  void an_account_is_found_by_number_and_name_and_listed_by_number() {
    var ada = add("ada");
    var bob = add("bob");

    var byNumber = read(tables -> tables.accounts().find(ada.id()));
    var byName = read(tables -> tables.accounts().findByName("bob"));
    var unknown = read(tables -> tables.accounts().findByName("eve"));
    var all = read(tables -> tables.accounts().list(null, 10));
    var behindAda = read(tables -> tables.accounts().list(ada.id(), 10));
    var count = read(tables -> tables.accounts().count());

    assertThat(ada)
        .isEqualTo(new Account(ada.id(), "ada", Role.UPLOADER, Account.QUOTA_NONE, NOON_KEPT));
    assertThat(byNumber).contains(ada);
    assertThat(byName).contains(bob);
    assertThat(unknown).isEmpty();
    assertThat(all).containsExactly(ada, bob);
    assertThat(behindAda).containsExactly(bob);
    assertThat(count).isEqualTo(2);
  }

  @Test
  void role_and_quota_can_change() {
    var ada = add("ada");
    change(tables -> {
      tables.accounts().changeRole(ada.id(), Role.ADMINISTRATOR);
      tables.accounts().changeQuota(ada.id(), 5);
    });

    var changed = read(tables -> tables.accounts().find(ada.id())).orElseThrow();

    assertThat(changed.role()).isEqualTo(Role.ADMINISTRATOR);
    assertThat(changed.quotaBytes()).isEqualTo(5);
  }

  @Test
  void old_names_lead_to_the_new_one_and_to_nobody_else() {
    var ada = add("ada");
    var bob = add("bob");
    change(tables -> tables.accounts().rename(ada.id(), "countess", NOON));

    var renamed = read(tables -> tables.accounts().findByName("ada")).orElseThrow();
    assertThat(renamed.id()).isEqualTo(ada.id());
    assertThat(renamed.name()).isEqualTo("countess");
    assertThatThrownBy(() -> add("ada")).isInstanceOf(NameTaken.class);
    assertThatThrownBy(() -> add("countess")).isInstanceOf(NameTaken.class);
    assertThatThrownBy(() -> change(tables -> tables.accounts().rename(bob.id(), "ada", NOON)))
        .isInstanceOf(NameTaken.class);

    change(tables -> tables.accounts().rename(ada.id(), "ada", NOON));
    var back = read(tables -> tables.accounts().findByName("countess")).orElseThrow();
    assertThat(back.name()).isEqualTo("ada");
  }

  @Test
  void a_removed_account_leaves_its_items_without_an_owner() {
    var ada = add("ada");
    addSecret(ada.id(), Secret.Kind.PASSWORD, "hash", null);
    change(tables -> tables.items().add(item("film", ada.id(), NOON_KEPT)));

    change(tables -> tables.accounts().remove(ada.id()));

    var names = read(tables -> tables.accounts().findByName("ada"));
    var secrets = read(tables -> tables.accounts().secrets(ada.id(), Secret.Kind.PASSWORD));
    var film = read(tables -> tables.items().find(item("film").id())).orElseThrow();
    assertThat(names).isEmpty();
    assertThat(secrets).isEmpty();
    assertThat(film.owner()).isNull();
    assertThat(add("ada").id()).isNotEqualTo(ada.id());
  }

  @Test
  void secrets_are_found_by_account_newest_first_and_by_what_they_are() {
    var ada = add("ada");
    var first = addSecret(ada.id(), Secret.Kind.TOKEN, "one", null);
    var second = addSecret(ada.id(), Secret.Kind.TOKEN, "two", NOON_KEPT.plusSeconds(5));
    var operators = addSecret(null, Secret.Kind.TOKEN, "three", null);

    var adas = read(tables -> tables.accounts().secrets(ada.id(), Secret.Kind.TOKEN));
    var ours = read(tables -> tables.accounts().secrets(null, Secret.Kind.TOKEN));
    var early = read(tables -> tables.accounts().findSecret(Secret.Kind.TOKEN, "two", NOON));
    var late =
        read(tables -> tables.accounts().findSecret(Secret.Kind.TOKEN, "two", NOON.plusSeconds(5)));
    var otherKind = read(tables -> tables.accounts().findSecret(Secret.Kind.SESSION, "one", NOON));

    assertThat(adas).containsExactly(second, first);
    assertThat(ours).containsExactly(operators);
    assertThat(early).contains(second);
    assertThat(late).isEmpty();
    assertThat(otherKind).isEmpty();
  }

  @Test
  void of_the_hashes_that_other_servers_made_the_one_that_takes_the_most_work_is_found() {
    var ada = add("ada");
    var rest = "a".repeat(53);
    assertThat(foreignPassword()).isEmpty();
    addSecret(ada.id(), Secret.Kind.PASSWORD, "$argon2id$v=19$x", null);
    addSecret(ada.id(), Secret.Kind.TOKEN, "$2b$15$" + rest, null);
    assertThat(foreignPassword()).isEmpty();
    for (var best : List.of("$2b$05$", "$2a$11$", "$2y$12$")) {
      addSecret(ada.id(), Secret.Kind.PASSWORD, best + rest, null);
      assertThat(foreignPassword()).contains(best + rest);
    }
    addSecret(ada.id(), Secret.Kind.PASSWORD, "$2b$10$" + rest, null);
    addSecret(ada.id(), Secret.Kind.PASSWORD, "$2y$04$" + rest, null);
    assertThat(foreignPassword()).contains("$2y$12$" + rest);
  }

  private Optional<String> foreignPassword() {
    return read(tables -> tables.accounts().foreignPassword());
  }

  @Test
  void secrets_can_be_removed_one_by_one_all_of_a_kind_or_when_their_time_is_over() {
    var ada = add("ada");
    var one = addSecret(ada.id(), Secret.Kind.TOKEN, "one", null);
    addSecret(ada.id(), Secret.Kind.SESSION, "two", null);
    addSecret(null, Secret.Kind.SESSION, "three", NOON_KEPT.plusSeconds(1));
    addSecret(null, Secret.Kind.SETUP, "four", null);

    boolean removed = write(tables -> tables.accounts().removeSecret(one.id()));
    boolean again = write(tables -> tables.accounts().removeSecret(one.id()));
    change(tables -> tables.accounts().removeSecrets(ada.id(), Secret.Kind.SESSION));
    change(tables -> tables.accounts().removeSecrets(null, Secret.Kind.SETUP));
    var kept = read(tables -> tables.accounts().secrets(null, Secret.Kind.SESSION));
    change(tables -> tables.accounts().removeExpiredSecrets(NOON.plusSeconds(1)));
    var expired = read(tables -> tables.accounts().secrets(null, Secret.Kind.SESSION));
    var sessions = read(tables -> tables.accounts().secrets(ada.id(), Secret.Kind.SESSION));
    var setups = read(tables -> tables.accounts().secrets(null, Secret.Kind.SETUP));

    assertThat(removed).isTrue();
    assertThat(again).isFalse();
    assertThat(kept).hasSize(1);
    assertThat(expired).isEmpty();
    assertThat(sessions).isEmpty();
    assertThat(setups).isEmpty();
  }

  @Test
  void the_same_bytes_count_once_against_the_quota_and_dropped_ones_not_at_all() {
    var ada = add("ada");
    var first = item("first", ada.id(), NOON_KEPT);
    change(tables -> {
      tables.items().add(first.from(new Source.Owned(digest(1), "a", 100, "")));
      tables
          .items()
          .add(item("second", ada.id(), NOON_KEPT).from(new Source.Owned(digest(1), "b", 100, "")));
      tables
          .items()
          .add(item("third", ada.id(), NOON_KEPT).from(new Source.Owned(digest(2), "c", 10, "")));
      tables
          .items()
          .add(
              item("mirrored", ada.id(), NOON_KEPT)
                  .from(new Source.Mirrored(0, "/music", "/music/song.flac", "song.flac", 1)));
      tables.items().add(dropped(ada.id()));
    });

    var used = read(tables -> tables.accounts().bytesUsed(ada.id()));
    var nobody = read(tables -> tables.accounts().bytesUsed(new AccountId(999)));

    assertThat(used).isEqualTo(110);
    assertThat(nobody).isZero();
  }

  private static contentgremlin.item.Item dropped(AccountId owner) {
    var item = item("dropped", owner, NOON_KEPT);
    return new contentgremlin.item.Item(
        item.id(),
        owner,
        item.type(),
        item.title(),
        item.description(),
        item.tags(),
        item.visibility(),
        item.state(),
        new Source.Owned(digest(3), "d", 5_000, ""),
        item.facts(),
        true,
        false,
        item.created());
  }

  private Account add(String name) {
    return write(tables -> tables.accounts().add(name, Role.UPLOADER, Account.QUOTA_NONE, NOON));
  }

  private Secret addSecret(
      @Nullable AccountId account, Secret.Kind kind, String data, @Nullable Instant expires) {
    return write(tables ->
        tables
            .accounts()
            .addSecret(new Secret(0, account, kind, data, "label", "*", NOON_KEPT, expires)));
  }
}
