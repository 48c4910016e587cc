package contentgremlin.sql;

import contentgremlin.item.Item;
import contentgremlin.item.Item.State;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.library.Library;
import contentgremlin.vault.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an item becomes columns, and back.
final class ItemRow {
  /// All but the id and the time of creation.
  static final String DESCRIPTION =
      """
      item.owner, item.type, item.title, item.description, item.tags, item.visibility,
      item.state, item.state_at, item.reason, item.before_state, item.before_at,
      item.before_reason, item.source, item.source_name, item.source_size, item.source_digest,
      item.source_upload, item.source_path, item.format, item.duration, item.width, item.height,
      item.drop_original, item.keep_location, item.folder, item.playable, item.pictured,
      (SELECT library.root FROM folder
        JOIN library ON library.id = folder.library WHERE folder.id = item.folder) AS root,
      (SELECT path FROM folder WHERE folder.id = item.folder) AS folder_path,
      coalesce(item.unavailable, (SELECT offline FROM folder WHERE folder.id = item.folder))
        AS offline_since
      """;

  static final String COLUMNS = "item.id AS id, item.created AS created, " + DESCRIPTION;

  /// With the number first.
  static final String ADD =
      """
      INSERT INTO item (number, owner, type, title, description, tags, visibility, state, state_at,
        reason, before_state, before_at, before_reason, source, source_name, source_size,
        source_digest, source_upload, source_path, format, duration, width, height, drop_original,
        keep_location, created, listed, trashed, folder, playable, pictured, id)
      VALUES\s
      """;

  static final String ROW =
      "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?, ?)";

  static final String UPDATE =
      """
      UPDATE item SET owner = ?, type = ?, title = ?, description = ?, tags = ?, visibility = ?,
        state = ?, state_at = ?, reason = ?, before_state = ?, before_at = ?, before_reason = ?,
        source = ?, source_name = ?, source_size = ?, source_digest = ?, source_upload = ?,
        source_path = ?, format = ?, duration = ?, width = ?, height = ?, drop_original = ?,
        keep_location = ?, created = ?, listed = ?, trashed = ?, folder = ?,
        playable = ?, pictured = ?
      WHERE id = ?
      """;

  private ItemRow() {}

  /// The arguments of [#UPDATE].
  static @Nullable Object[] of(Item item) {
    return columns(new ArrayList<>(), item);
  }

  /// The arguments of [#ROW].
  static @Nullable Object[] of(long number, Item item) {
    return columns(new ArrayList<>(List.of(number)), item);
  }

  private static @Nullable Object[] columns(List<@Nullable Object> row, Item item) {
    row.add(Columns.value(item.owner()));
    row.add(item.type().word());
    row.add(item.title());
    row.add(item.description());
    row.add(String.join("\n", tags(item)));
    row.add(item.visibility().word());
    addState(row, kept(item.state()));
    addSource(row, item.source());
    var facts = item.facts();
    row.add(facts.format());
    row.add(facts.duration().toMillis());
    row.add(facts.width());
    row.add(facts.height());
    row.add(item.dropOriginal());
    row.add(item.keepLocation());
    row.add(item.created());
    row.add(isListed(item));
    row.add(item.isTrashed());
    row.add(folder(item.source()));
    row.add(facts.isPlayable());
    row.add(facts.hasPicture());
    row.add(item.id().value());
    return row.toArray();
  }

  /// An item's tags as they are kept, each on one line.
  static List<String> tags(Item item) {
    return item.tags().stream().map(tag -> Texts.storable(tag.replaceAll("\\R", " "))).toList();
  }

  /// Whether everyone may come across it.
  static boolean isListed(Item item) {
    return item.isPublished() && item.visibility() == Visibility.PUBLIC;
  }

  /// What follows from the library is not kept with the item.
  private static State kept(State state) {
    return switch (state) {
      case State.Offline(_, var before) -> kept(before);
      case State.Trashed(var since, var before) -> new State.Trashed(since, kept(before));
      case State.Processing _, State.Published _, State.Failed _, State.Missing _ -> state;
    };
  }

  private static @Nullable Long folder(Source source) {
    return source instanceof Source.Mirrored(long folder, _, _, _, _) && folder != 0
        ? folder
        : null;
  }

  private static void addState(List<@Nullable Object> row, State state) {
    row.add(state.word());
    row.add(since(state));
    row.add(reason(state));
    if (state instanceof State.Trashed(_, var before)) {
      row.add(before.word());
      row.add(since(before));
      row.add(reason(before));
    } else {
      row.add(null);
      row.add(null);
      row.add(null);
    }
  }

  private static @Nullable Instant since(State state) {
    return switch (state) {
      case State.Processing(), State.Failed _ -> null;
      case State.Published(var at) -> at;
      case State.Missing(var since) -> since;
      case State.Offline(var since, _) -> since;
      case State.Trashed(var since, _) -> since;
    };
  }

  private static String reason(State state) {
    return state instanceof State.Failed(var reason) ? reason : "";
  }

  private static void addSource(List<@Nullable Object> row, Source source) {
    row.add(source.word());
    row.add(source.name());
    row.add(source.size());
    switch (source) {
      case Source.Owned(var digest, _, _, var upload) -> {
        row.add(digest.hex());
        row.add(upload);
        row.add(null);
      }
      case Source.Mirrored _ -> addPath(row, "");
      case Source.External(var path, _, _) -> addPath(row, path);
    }
  }

  private static void addPath(List<@Nullable Object> row, String path) {
    row.add(null);
    row.add(null);
    row.add(path);
  }

  static Item read(ResultSet row) throws SQLException {
    return new Item(
        new ItemId(Columns.text(row, "id")),
        Columns.findAccount(row, "owner"),
        MediaType.of(Columns.text(row, "type")),
        Columns.text(row, "title"),
        Columns.text(row, "description"),
        Columns.text(row, "tags").lines().toList(),
        Visibility.of(Columns.text(row, "visibility")),
        state(row),
        readSource(row),
        new MediaFacts(
            row.getString("format"),
            Duration.ofMillis(row.getLong("duration")),
            row.getInt("width"),
            row.getInt("height"),
            row.getInt("playable") == 1,
            row.getInt("pictured") == 1),
        row.getInt("drop_original") == 1,
        row.getInt("keep_location") == 1,
        Columns.instant(row, "created"));
  }

  private static State state(ResultSet row) throws SQLException {
    var kept = readState(row, "state", "state_at", "reason");
    var offline = Columns.findInstant(row, "offline_since");
    return offline != null && kept instanceof State.Published
        ? new State.Offline(offline, kept)
        : kept;
  }

  private static State readState(ResultSet row, String state, String at, String reason)
      throws SQLException {
    var word = Columns.text(row, state);
    return switch (word) {
      case "processing" -> new State.Processing();
      case "published" -> new State.Published(Columns.instant(row, at));
      case "failed" -> new State.Failed(Columns.text(row, reason));
      case "missing" -> new State.Missing(Columns.instant(row, at));
      case "trashed" ->
          new State.Trashed(
              Columns.instant(row, at),
              readState(row, "before_state", "before_at", "before_reason"));
      default -> throw new IllegalStateException("unknown item state in the database: " + word);
    };
  }

  private static Source readSource(ResultSet row) throws SQLException {
    var word = Columns.text(row, "source");
    var name = Columns.text(row, "source_name");
    long size = row.getLong("source_size");
    return switch (word) {
      case "owned" ->
          new Source.Owned(
              new Digest(Columns.text(row, "source_digest")),
              name,
              size,
              Columns.text(row, "source_upload"));
      case "mirrored" -> {
        var root = Columns.text(row, "root");
        var path =
            root.isEmpty()
                ? name // its library was removed meanwhile
                : Library.absolute(root, Columns.text(row, "folder_path") + name);
        yield new Source.Mirrored(row.getLong("folder"), root, path, name, size);
      }
      case "external" -> new Source.External(Columns.text(row, "source_path"), name, size);
      default -> throw new IllegalStateException("unknown source in the database: " + word);
    };
  }
}
