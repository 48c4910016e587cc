package contentgremlin.sql;

import contentgremlin.item.ItemId;
import contentgremlin.item.Rendition;
import contentgremlin.job.JobId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Renditions with their files.
final class SqlRenditions {
  private static final String SELECT =
      "SELECT id, item, kind, job, created, details FROM rendition ";

  private static final String ADD =
      """
      INSERT INTO rendition (item, kind, job, created, details) VALUES (?, ?, ?, ?, ?) RETURNING id
      """;

  private static final String REMOVE_FILES =
      """
      DELETE FROM stored_file
      WHERE rendition IN (SELECT id FROM rendition WHERE item = ? AND kind = ?)
      """;

  private final Session session;
  private final SqlFileStore files;

  SqlRenditions(Session session) {
    this.session = session;
    this.files = new SqlFileStore(session);
  }

  /// A rendition without its files, and its number here.
  private record Row(long id, Rendition rendition) {}

  Optional<Rendition> put(Rendition rendition) {
    var before = find(rendition.item(), rendition.kind());
    session.update(
        "DELETE FROM rendition WHERE item = ? AND kind = ?",
        rendition.item().value(),
        rendition.kind().word());
    long id =
        session.updateReturning(
            ADD,
            rendition.item().value(),
            rendition.kind().word(),
            rendition.job().value(),
            rendition.created(),
            Texts.join(rendition.details()));
    files.putAll(rendition.files(), id);
    // The same job again: its folder and files are as they were, so nothing was replaced.
    return before.filter(old -> !old.job().equals(rendition.job()));
  }

  void remove(ItemId item, Rendition.Kind kind) {
    session.update(REMOVE_FILES, item.value(), kind.word());
    session.update("DELETE FROM rendition WHERE item = ? AND kind = ?", item.value(), kind.word());
  }

  List<Rendition> of(ItemId item) {
    return rows(SELECT + "WHERE item = ? ORDER BY kind", item.value()).stream()
        .map(this::withFiles)
        .toList();
  }

  Optional<Rendition> find(ItemId item, Rendition.Kind kind) {
    return rows(SELECT + "WHERE item = ? AND kind = ?", item.value(), kind.word()).stream()
        .findFirst()
        .map(this::withFiles);
  }

  /// Only rows of this table are read: a stream has thousands of files.
  Set<Rendition.Kind> kinds(ItemId item) {
    return Set.copyOf(
        session.list(
            "SELECT kind FROM rendition WHERE item = ?",
            row -> Rendition.Kind.of(Columns.text(row, "kind")),
            item.value()));
  }

  private List<Row> rows(String sql, Object... arguments) {
    return session.list(
        sql,
        row ->
            new Row(
                row.getLong("id"),
                new Rendition(
                    new ItemId(Columns.text(row, "item")),
                    Rendition.Kind.of(Columns.text(row, "kind")),
                    new JobId(row.getLong("job")),
                    Columns.instant(row, "created"),
                    Texts.split(Columns.text(row, "details")),
                    List.of())),
        arguments);
  }

  private Rendition withFiles(Row row) {
    var bare = row.rendition();
    return new Rendition(
        bare.item(), bare.kind(), bare.job(), bare.created(), bare.details(), files.of(row.id()));
  }
}
