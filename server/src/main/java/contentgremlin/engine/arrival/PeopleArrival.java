package contentgremlin.engine.arrival;

import contentgremlin.account.Account;
import contentgremlin.account.AccountId;
import contentgremlin.account.Role;
import contentgremlin.account.Secret;
import contentgremlin.arrival.Foreign;
import contentgremlin.arrival.OldAddress;
import contentgremlin.arrival.RecordKind;
import contentgremlin.community.Profile;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.arrival.Hall.Answer;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Imports people. Nobody becomes an account that is here already, unless the administrator says
/// so: else a stranger's password would open it.
final class PeopleArrival {
  private static final String ADMIN = "admin";
  private static final String MODERATOR = "moderator";
  private static final String UPLOADER = "uploader";
  private static final String ACTIVE = "active";

  private final Hall hall;
  private final Map<Long, Arrived> arrived = new HashMap<>();

  /// Names that a dry run would have given.
  private final Set<String> given = new HashSet<>();

  PeopleArrival(Hall hall) {
    this.hall = hall;
  }

  /// Who somebody is here.
  ///
  /// @param oldName over there, for addresses
  /// @param account null in a dry run
  record Arrived(String oldName, @Nullable AccountId account) {}

  Optional<Arrived> find(long person) {
    return Optional.ofNullable(arrived.get(person));
  }

  void run() {
    hall.forEach(hall.origin()::people, this::take);
  }

  private void take(Foreign.Person person) {
    hall.tell(
        RecordKind.USER,
        person.id(),
        person.username(),
        () -> {
          if (!person.isHere()) {
            return Answer.skipped("belongs to another server");
          }
          var known = hall.known(RecordKind.USER, person.key());
          if (known.isPresent()) {
            return known(person, new AccountId(Long.parseLong(known.get())));
          }
          return hall.wanted().dryRun() ? foresee(person) : add(person);
        });
  }

  private Answer known(Foreign.Person person, AccountId id) {
    var account = hall.database().read(tables -> tables.accounts().find(id));
    if (account.isEmpty()) {
      return Answer.known("", "was removed here since");
    }
    arrived.put(person.id(), new Arrived(person.username(), id));
    return Answer.known(page(account.get()), "");
  }

  private Answer foresee(Foreign.Person person) {
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
    arrived.put(person.id(), new Arrived(person.username(), null));
    return Answer.importable(
        old.isPresent() ? "becomes “" + name + "”, who is here already" : notes(person, name));
  }

  private record Added(Account account, boolean wasHere) {}

  private Answer add(Foreign.Person person) {
    var added =
        hall.database()
            .write(tables -> {
              var old = existing(tables, person);
              var account = old.orElseGet(() -> create(tables, person));
              var number = Long.toString(account.id().value());
              hall.remember(tables, RecordKind.USER, person.key(), number);
              var address = new OldAddress(OldAddress.Kind.ACCOUNT, number);
              tables.arrivals().lead(OldAddresses.person(person.username()), address);
              return new Added(account, old.isPresent());
            });
    arrived.put(person.id(), new Arrived(person.username(), added.account().id()));
    return Answer.imported(
        page(added.account()),
        added.wasHere() ? "is who was here already" : notes(person, added.account().name()));
  }

  private static String page(Account account) {
    return "/users/" + account.name();
  }

  /// Whom the administrator has named.
  private Optional<Account> existing(Database.Tables tables, Foreign.Person person) {
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

  private Account create(Database.Tables tables, Foreign.Person person) {
    var accounts = tables.accounts();
    var now = hall.time().instant();
    var created = hall.date(person.created());
    var name = NewName.of(person.username(), one -> accounts.findByName(one).isPresent());
    long quota =
        person.quotaBytes() == null
            ? Setting.QUOTA_DEFAULT.number(tables.settings())
            : person.quotaBytes();
    var account = accounts.add(name, role(person), quota, created);
    tables.profiles().put(account.id(), profile(person));
    if (canLogIn(person)) {
      accounts.addSecret(password(account.id(), person.passwordHash(), now));
    }
    return account;
  }

  private static Secret password(AccountId account, String hash, Instant now) {
    return new Secret(0, account, Secret.Kind.PASSWORD, hash, "password", "", now, null);
  }

  private Role role(Foreign.Person person) {
    var privileges = person.privileges();
    if (isBanned(person)) {
      return Role.VIEWER;
    }
    if (hall.wanted().administrators() && privileges.contains(ADMIN)) {
      return Role.ADMINISTRATOR;
    }
    if (hall.wanted().administrators() && privileges.contains(MODERATOR)) {
      return Role.MODERATOR;
    }
    boolean mayUpload =
        privileges.contains(UPLOADER)
            || privileges.contains(ADMIN)
            || privileges.contains(MODERATOR);
    return mayUpload ? Role.UPLOADER : Role.VIEWER;
  }

  /// Who was banned, or never answered the letter that proves an address, could not log in there.
  private boolean canLogIn(Foreign.Person person) {
    return !isBanned(person) && isActive(person) && Accounts.isForeignHash(person.passwordHash());
  }

  private boolean isBanned(Foreign.Person person) {
    return person.isBanned(LocalDate.ofInstant(hall.time().instant(), ZoneOffset.UTC));
  }

  private static boolean isActive(Foreign.Person person) {
    return person.privileges().contains(ACTIVE) || person.privileges().contains(ADMIN);
  }

  private static Profile profile(Foreign.Person person) {
    var website = UploadText.line(person.website(), Profile.WEBSITE_LENGTH_MAX);
    return new Profile(
        UploadText.line(person.name(), Profile.NAME_LENGTH_MAX),
        UploadText.lines(person.about(), Profile.ABOUT_LENGTH_MAX),
        Profile.isWebsite(website) ? website : "",
        UploadText.line(person.email(), Profile.EMAIL_LENGTH_MAX));
  }

  private String notes(Foreign.Person person, String name) {
    List<String> notes = new ArrayList<>();
    if (!name.equals(person.username())) {
      notes.add("is called “" + name + "” here");
    }
    boolean wasMore =
        person.privileges().contains(ADMIN) || person.privileges().contains(MODERATOR);
    if (wasMore && !hall.wanted().administrators() && !isBanned(person)) {
      notes.add("is no administrator or moderator here (that takes --administrators)");
    }
    if (isBanned(person)) {
      notes.add("was banned, so can't log in");
    } else if (!isActive(person)) {
      notes.add("had not confirmed the address, so can't log in");
    } else if (!canLogIn(person)) {
      notes.add("has no password that could be taken over; set a new one");
    }
    return String.join("; ", notes);
  }
}
