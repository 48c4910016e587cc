package contentgremlin.mediagoblin;

import contentgremlin.extension.Arrival.Person;
import contentgremlin.extension.ForeignDatabase.Row;
import contentgremlin.extension.Host;
import contentgremlin.extension.Intake;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// The people of a server.
final class People {
  private static final String ADMIN = "admin";
  private static final String MODERATOR = "moderator";
  private static final String UPLOADER = "uploader";
  private static final String ACTIVE = "active";
  private static final String ELSEWHERE = "belongs to another server";
  private static final long MEGABYTE = 1_000_000;

  private final GoblinDatabase database;
  private final Intake intake;
  private final Host host;

  /// Names by numbers, for addresses.
  private final Map<Long, String> names = new HashMap<>();

  People(GoblinDatabase database, Intake intake, Host host) {
    this.database = database;
    this.intake = intake;
    this.host = host;
  }

  /// @return the empty string if there is no such person of that server
  String name(long person) {
    return names.getOrDefault(person, "");
  }

  void run() throws IOException {
    database.forEachOf(
        """
        SELECT people.*, here.username, here.email, here.pw_hash, here.upload_limit,
          here.id AS here_id
        FROM core__users people LEFT JOIN core__local_users here ON here.id = people.id
        WHERE people.id > ? ORDER BY people.id LIMIT ?
        """,
        this::take);
  }

  private void take(Row row) throws IOException {
    var username = row.text("username");
    var origin = GoblinDatabase.origin(row, "created", username);
    if (row.number("here_id").isEmpty()) {
      intake.leaveOut("user", origin, ELSEWHERE);
      return;
    }
    long id = row.number("id").orElse(0);
    names.put(id, username);
    var privileges = privileges(id);
    boolean isBanned = isBanned(id);
    intake.take(
        new Person(
            origin,
            username,
            row.text("name"),
            row.text("url"),
            row.text("bio"),
            row.text("email"),
            row.text("pw_hash"),
            lockedOut(privileges, isBanned),
            role(privileges, isBanned),
            quota(row),
            row.time("created"),
            List.of("u/" + username),
            ""));
  }

  /// Who was banned, or never answered the letter that proves an address, could not log in there.
  private static String lockedOut(Set<String> privileges, boolean isBanned) {
    if (isBanned) {
      return "was banned";
    }
    boolean isActive = privileges.contains(ACTIVE) || privileges.contains(ADMIN);
    return isActive ? "" : "had not confirmed the address";
  }

  private static String role(Set<String> privileges, boolean isBanned) {
    if (isBanned) {
      return Person.VIEWER;
    }
    if (privileges.contains(ADMIN)) {
      return Person.ADMINISTRATOR;
    }
    if (privileges.contains(MODERATOR)) {
      return Person.MODERATOR;
    }
    return privileges.contains(UPLOADER) ? Person.UPLOADER : Person.VIEWER;
  }

  private static OptionalLong quota(Row row) {
    var megabytes = row.number("upload_limit");
    long limit = megabytes.orElse(-1);
    return limit < 0 || limit > Long.MAX_VALUE / MEGABYTE
        ? OptionalLong.empty()
        : OptionalLong.of(limit * MEGABYTE);
  }

  private Set<String> privileges(long person) throws IOException {
    if (!database.has("core__privileges") || !database.has("core__privileges_users")) {
      return Set.of();
    }
    var found = new HashSet<String>();
    for (var row :
        database.list(
            """
            SELECT known.privilege_name FROM core__privileges_users given
            JOIN core__privileges known ON known.id = given.privilege
            WHERE given."user" = ?
            """,
            person)) {
      found.add(row.text("privilege_name"));
    }
    return found;
  }

  /// One that has run out stays until the person comes back; one whose end can't be read has none.
  private boolean isBanned(long person) throws IOException {
    if (!database.has("core__user_bans")) {
      return false;
    }
    var today = LocalDate.ofInstant(host.now(), ZoneOffset.UTC);
    var bans = database.list("SELECT * FROM core__user_bans WHERE user_id = ?", person);
    return !bans.isEmpty()
        && bans.getFirst()
            .time("expiration_date")
            .map(end -> !today.isAfter(LocalDate.ofInstant(end, ZoneOffset.UTC)))
            .orElse(true);
  }
}
