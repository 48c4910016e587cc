package contentgremlin.mediagoblin;

import contentgremlin.extension.Arrival.Gathering;
import contentgremlin.extension.Arrival.Origin;
import contentgremlin.extension.Arrival.Pick;
import contentgremlin.extension.ForeignDatabase.Row;
import contentgremlin.extension.Intake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What people put together, in their order.
record Collections(GoblinDatabase database, Intake intake, People people) {
  /// The server makes others for itself: inboxes, followers.
  private static final String OF_PEOPLE = "core-user-defined";

  void run() throws IOException {
    database.forEach(GoblinDatabase.COLLECTIONS, this::take);
  }

  private void take(Row row) throws IOException {
    var origin = GoblinDatabase.origin(row, "created", row.text("title"));
    var type = row.text("type");
    if (!type.isEmpty() && !type.equals(OF_PEOPLE)) {
      intake.leaveOut("collection", origin, "the server made it for itself: " + type);
      return;
    }
    long owner = row.number("actor").orElse(row.number("creator").orElse(0));
    intake.take(
        new Gathering(
            origin,
            Long.toString(owner),
            row.text("title"),
            row.text("description"),
            "public",
            row.time("created"),
            addresses(people.name(owner), row.text("slug"), origin.id())));
    if (database.has(GoblinDatabase.COLLECTED) && database.has(GoblinDatabase.REFERENCES)) {
      picks(origin);
    }
  }

  private static List<String> addresses(String owner, String slug, String id) {
    var page = "u/" + owner + "/collection/";
    var addresses = new ArrayList<String>();
    if (!slug.isBlank()) {
      addresses.add(page + slug);
    }
    addresses.add(page + id);
    return addresses;
  }

  private void picks(Origin collection) throws IOException {
    database.forEachFrom(
        """
        SELECT picked.*, meant.model_type, meant.obj_pk FROM core__collection_items picked
        LEFT JOIN core__generic_model_reference meant ON meant.id = picked.object_id
        WHERE picked.collection = ?
        ORDER BY CASE WHEN picked.position IS NULL THEN 1 ELSE 0 END, picked.position, picked.id
        LIMIT ? OFFSET ?
        """,
        Long.parseLong(collection.id()),
        row -> pick(collection, row));
  }

  private void pick(Origin collection, Row row) {
    var origin =
        new Origin(
            Long.toString(row.number("id").orElse(0)),
            collection.id() + "/" + GoblinDatabase.key(row, "added"),
            collection.name());
    var entry = row.number("obj_pk");
    if (!row.text("model_type").equals(GoblinDatabase.ENTRIES) || entry.isEmpty()) {
      intake.leaveOut("collected", origin, "it is no media, or nothing any more");
      return;
    }
    intake.take(
        new Pick(
            origin,
            collection.id(),
            Long.toString(entry.getAsLong()),
            row.text("note"),
            row.time("added")));
  }
}
