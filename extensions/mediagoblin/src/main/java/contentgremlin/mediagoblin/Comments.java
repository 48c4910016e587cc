package contentgremlin.mediagoblin;

import contentgremlin.extension.Arrival.Remark;
import contentgremlin.extension.ForeignDatabase.Row;
import contentgremlin.extension.Intake;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What people said. An answer to a comment is a comment on the same entry.
final class Comments {
  private static final int NAME_LENGTH_MAX = 60;

  private final GoblinDatabase database;
  private final Intake intake;

  /// The entries that comments are about: answers come later than what they answer.
  private final Map<Long, Long> entries = new HashMap<>();

  Comments(GoblinDatabase database, Intake intake) {
    this.database = database;
    this.intake = intake;
  }

  void run() throws IOException {
    database.forEach(GoblinDatabase.COMMENTS, this::take);
  }

  private void take(Row row) throws IOException {
    var text = row.text("content");
    var origin =
        GoblinDatabase.origin(
            row, "created", text.substring(0, Math.min(text.length(), NAME_LENGTH_MAX)));
    long id = row.number("id").orElse(0);
    var entry = entry(row, id);
    if (entry.isEmpty()) {
      intake.leaveOut("comment", origin, "it is about nothing that is here");
      return;
    }
    entries.put(id, entry.get());
    intake.take(
        new Remark(
            origin,
            Long.toString(entry.get()),
            Long.toString(row.number("actor").orElse(row.number("author").orElse(0))),
            text,
            row.time("created")));
  }

  private Optional<Long> entry(Row row, long comment) throws IOException {
    var own = row.number("media_entry");
    Optional<Long> entry = own.isPresent() ? Optional.of(own.getAsLong()) : Optional.empty();
    for (var target : targets(comment)) {
      var number = target.number("obj_pk");
      if (number.isPresent() && target.text("model_type").equals(GoblinDatabase.ENTRIES)) {
        return Optional.of(number.getAsLong());
      }
      if (target.text("model_type").equals(GoblinDatabase.COMMENTS) && entry.isEmpty()) {
        entry = Optional.ofNullable(entries.get(number.orElse(0)));
      }
    }
    return entry;
  }

  private List<Row> targets(long comment) throws IOException {
    if (!database.has("core__comment_links") || !database.has(GoblinDatabase.REFERENCES)) {
      return List.of();
    }
    return database.list(
        """
        SELECT meant.model_type, meant.obj_pk FROM core__generic_model_reference this
        JOIN core__comment_links link ON link.comment_id = this.id
        JOIN core__generic_model_reference meant ON meant.id = link.target_id
        WHERE this.model_type = 'core__media_comments' AND this.obj_pk = ?
        ORDER BY link.id LIMIT 10
        """,
        comment);
  }
}
