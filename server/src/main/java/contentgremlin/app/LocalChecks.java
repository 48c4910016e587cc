package contentgremlin.app;

import contentgremlin.sql.SqliteUpgrade;
import contentgremlin.upgrade.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// What is looked at before the database in a home is copied.
final class LocalChecks {
  /// What the new database may need beyond the size of the old one.
  private static final double GROWTH = 1.5;

  private static final long ROOM_BYTES_MIN = 64L << 20;

  private LocalChecks() {}

  static List<Check> of(Home home) throws IOException {
    return List.of(
        new Check("place", true, "the database is in the home"), space(home), sound(home));
  }

  private static Check space(Home home) throws IOException {
    long size = Files.size(home.database());
    long needed = (long) (size * GROWTH) + ROOM_BYTES_MIN;
    long free = home.directory().toFile().getUsableSpace();
    return new Check(
        "space",
        free >= needed,
        "%d MiB are needed for a copy, %d MiB are free".formatted(needed >> 20, free >> 20));
  }

  private static Check sound(Home home) {
    var problems = SqliteUpgrade.problems(home.database());
    return new Check(
        "database",
        problems.isEmpty(),
        problems.isEmpty() ? "sound" : "damaged: " + String.join("; ", problems));
  }
}
