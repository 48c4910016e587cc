package contentgremlin.app;

import contentgremlin.sql.PostgresUpgrade;
import contentgremlin.upgrade.Check;
import java.util.List;

/// What is looked at before a schema is made beside the one of a database on a server.
final class RemoteChecks {
  private RemoteChecks() {}

  /// @param schema the newest that this program knows
  static List<Check> of(PostgresUpgrade upgrade, int schema) {
    var standing = upgrade.standing();
    return List.of(
        place(standing, schema),
        new Check(
            "space",
            true,
            "%d MiB and a half more are needed on the database's server, whose free space can't be seen from here"
                .formatted(standing.bytes() >> 20)),
        new Check(
            "rights",
            standing.obstacle().isEmpty(),
            standing.obstacle().orElse("a schema can be made beside the one in use")),
        new Check("servers", true, others(standing)));
  }

  private static Check place(PostgresUpgrade.Standing standing, int schema) {
    boolean passed = standing.schema() <= schema;
    var words =
        "%s on the database's server, schema %d".formatted(standing.place(), standing.schema());
    return new Check(
        "place", passed, passed ? words : words + ": a newer version of the program uses it");
  }

  private static String others(PostgresUpgrade.Standing standing) {
    return standing.others().isEmpty()
        ? "no other server uses this database"
        : "these use this database, too, and can't change anything afterwards until they are"
            + " upgraded, if the schema is another one: "
            + String.join(", ", standing.others());
  }
}
