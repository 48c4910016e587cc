package contentgremlin.sql;

import contentgremlin.library.FileStat;
import java.time.Instant;
import java.util.Optional;

/// Files of libraries whose entries have gone on with other files.
record SqlDisplaced(Session session) {
  private static final String PUT =
      """
      INSERT INTO displaced (inode, born, entry, since) VALUES (?, ?, ?, ?)
      ON CONFLICT (inode, born) DO UPDATE SET entry = excluded.entry, since = excluded.since
      """;

  private static final String REMOVE_LATER =
      """
      DELETE FROM displaced WHERE entry = ? AND since >= (
        SELECT since FROM displaced WHERE inode = ? AND born = ?)
      """;

  private static final String REMOVE_OLD =
      """
      DELETE FROM displaced WHERE inode IN (
        SELECT inode FROM displaced WHERE since < ? ORDER BY since LIMIT ?) AND since < ?
      """;

  void put(FileStat file, long entry, Instant now) {
    session.update(PUT, file.inode(), file.born(), entry, now);
  }

  /// @return the number of the entry
  Optional<Long> find(FileStat file, Instant since) {
    return session.first(
        "SELECT entry FROM displaced WHERE inode = ? AND born = ? AND since >= ?",
        row -> row.getLong(1),
        file.inode(),
        file.born(),
        since);
  }

  boolean hasOf(long entry) {
    return session.exists("SELECT 1 FROM displaced WHERE entry = ? LIMIT 1", entry);
  }

  void returned(FileStat file, long entry) {
    session.update(REMOVE_LATER, entry, file.inode(), file.born());
  }

  int removeBefore(Instant limit, int count) {
    return session.update(REMOVE_OLD, limit, count, limit);
  }
}
