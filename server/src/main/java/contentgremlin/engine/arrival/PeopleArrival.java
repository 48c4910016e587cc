package contentgremlin.engine.arrival;

import contentgremlin.account.Account;
import contentgremlin.account.AccountId;
import contentgremlin.account.Role;
import contentgremlin.account.Secret;
import contentgremlin.arrival.OldAddress;
import contentgremlin.arrival.RecordKind;
import contentgremlin.community.Profile;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.arrival.Hall.Answer;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.extension.Arrival.Person;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Imports people. Nobody becomes an account that is here already, unless the operator says so:
/// else a stranger's password would open it.
final class PeopleArrival {
  private static final int NOTE_NAME_LENGTH_MAX = 100;

  private final Hall hall;
  private final Map<String, Arrived> arrived = new HashMap<>();

  /// Names that a dry run would have given.
  private final Set<String> given = new HashSet<>();

  PeopleArrival(Hall hall) {
    this.hall = hall;
  }

  /// Who somebody is here.
  ///
  /// @param account null in a dry run
  record Arrived(@Nullable AccountId account) {}

  /// @param person the id there
  Optional<Arrived> find(String person) {
    return Optional.ofNullable(arrived.get(person));
  }

  Answer take(Person person) {
    return hall.tell(
        RecordKind.USER.word(),
        person.origin(),
        () -> {
          var known = hall.known(RecordKind.USER, person.origin().key());
          if (known.isPresent()) {
            return known(person, new AccountId(Long.parseLong(known.get())));
          }
          return hall.wanted().dryRun() ? foresee(person) : add(person);
        });
  }

  private Answer known(Person person, AccountId id) {
    var account = hall.database().read(tables -> tables.accounts().find(id));
    if (account.isEmpty()) {
      return Answer.known("", "was removed here since");
    }
    arrived.put(person.origin().id(), new Arrived(id));
    return Answer.known(page(account.get()), "");
  }

  private Answer foresee(Person person) {
    var role = role(person);
    var old = hall.database().read(tables -> existing(tables, person));
    var name =
        old.map(Account::name)
            .orElseGet(() ->
                hall.database()
                    .read(tables ->
                        NewName.of(
                            person.username(),
                            one ->
                                given.contains(one)
                                    || tables.accounts().findByName(one).isPresent())));
    given.add(name);
    arrived.put(person.origin().id(), new Arrived(null));
    return Answer.importable(
        old.isPresent()
            ? "becomes “" + name + "”, who is here already"
            : notes(person, role, name));
  }

  private record Added(Account account, boolean wasHere) {}

  private Answer add(Person person) {
    var role = role(person);
    var added =
        hall.database()
            .write(tables -> {
              var old = existing(tables, person);
              var account = old.orElseGet(() -> create(tables, person, role));
              var number = Long.toString(account.id().value());
              hall.remember(tables, RecordKind.USER, person.origin().key(), number);
              Hall.lead(
                  tables, person.addresses(), new OldAddress(OldAddress.Kind.ACCOUNT, number));
              return new Added(account, old.isPresent());
            });
    arrived.put(person.origin().id(), new Arrived(added.account().id()));
    return Answer.imported(
        page(added.account()),
        added.wasHere() ? "is who was here already" : notes(person, role, added.account().name()));
  }

  private static String page(Account account) {
    return "/users/" + account.name();
  }

  /// Whom the operator has named.
  private Optional<Account> existing(Database.Tables tables, Person person) {
    var wanted = hall.wanted().people().get(person.username());
    if (wanted == null) {
      return Optional.empty();
    }
    var account = tables.accounts().findByName(wanted);
    if (account.isEmpty()) {
      throw new IllegalArgumentException("there is no account “" + wanted + "” to become");
    }
    return account;
  }

  private Account create(Database.Tables tables, Person person, Role role) {
    var accounts = tables.accounts();
    var now = hall.time().instant();
    var created = hall.date(person.created());
    var name = NewName.of(person.username(), one -> accounts.findByName(one).isPresent());
    long told = person.quotaBytes().orElse(-1);
    long quota = told < 0 ? Setting.QUOTA_DEFAULT.number(tables.settings()) : told;
    var account = accounts.add(name, role, quota, created);
    tables.profiles().put(account.id(), profile(person));
    if (canLogIn(person)) {
      accounts.addSecret(password(account.id(), person.passwordHash(), now));
    }
    return account;
  }

  private static Secret password(AccountId account, String hash, Instant now) {
    return new Secret(0, account, Secret.Kind.PASSWORD, hash, "password", "", now, null);
  }

  private Role role(Person person) {
    return switch (person.role()) {
      case Person.VIEWER -> Role.VIEWER;
      case Person.UPLOADER -> Role.UPLOADER;
      case Person.MODERATOR -> hall.wanted().administrators() ? Role.MODERATOR : Role.UPLOADER;
      case Person.ADMINISTRATOR ->
          hall.wanted().administrators() ? Role.ADMINISTRATOR : Role.UPLOADER;
      default -> throw new IllegalArgumentException("“" + person.role() + "” is no role");
    };
  }

  /// Who could not log in there can't here.
  private static boolean canLogIn(Person person) {
    return person.lockedOut().isEmpty() && Accounts.isForeignHash(person.passwordHash());
  }

  private static Profile profile(Person person) {
    var website = UploadText.line(person.website(), Profile.WEBSITE_LENGTH_MAX);
    return new Profile(
        UploadText.line(person.name(), Profile.NAME_LENGTH_MAX),
        UploadText.lines(person.about(), Profile.ABOUT_LENGTH_MAX),
        Profile.isWebsite(website) ? website : "",
        UploadText.line(person.email(), Profile.EMAIL_LENGTH_MAX));
  }

  private static String notes(Person person, Role role, String name) {
    List<String> notes = new ArrayList<>();
    if (!name.equals(person.username())) {
      notes.add("is called “" + name + "” here");
    }
    if (!role.word().equals(person.role())) {
      notes.add("is no administrator or moderator here (that takes --administrators)");
    }
    if (!person.lockedOut().isEmpty()) {
      notes.add(UploadText.line(person.lockedOut(), NOTE_NAME_LENGTH_MAX) + ", so can't log in");
    } else if (!canLogIn(person)) {
      notes.add("has no password that could be taken over; set a new one");
    }
    if (!person.note().isEmpty()) {
      notes.add(person.note());
    }
    return String.join("; ", notes);
  }
}
