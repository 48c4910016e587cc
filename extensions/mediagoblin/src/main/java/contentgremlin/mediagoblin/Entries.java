package contentgremlin.mediagoblin;

import contentgremlin.extension.Arrival.Media;
import contentgremlin.extension.ForeignDatabase.Row;
import contentgremlin.extension.Host;
import contentgremlin.extension.Intake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What people added: media of all sorts.
final class Entries {
  private static final String PROCESSED = "processed";

  /// Sorts that nothing here could show.
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "svg", "drawings (SVG) can't be shown here",
          "stl", "models of things (STL) can't be shown here",
          "blog", "blogs can't be kept here",
          "blogpost", "blogs can't be kept here");

  /// What the others are called here, where that differs.
  private static final Map<String, String> SORTS = Map.of("pdf", "document", "raw_image", "image");

  private final GoblinDatabase database;
  private final Intake intake;
  private final People people;
  private final GoblinChoice choice;
  private final GoblinWords words;
  private final String fileNames;

  Entries(GoblinDatabase database, Intake intake, Host host, People people, GoblinChoice choice) {
    this.database = database;
    this.intake = intake;
    this.people = people;
    this.choice = choice;
    this.words = new GoblinWords(host);
    this.fileNames =
        database.has("core__file_keynames") ? "core__file_keynames" : "core__media_file_keynames";
  }

  void run() throws IOException {
    database.forEach(GoblinDatabase.ENTRIES, this::take);
  }

  private void take(Row row) throws IOException {
    var title = row.text("title");
    var origin = GoblinDatabase.origin(row, "created", title.isBlank() ? row.text("slug") : title);
    var sort = row.text("media_type").replaceFirst("^.*[.]", "");
    if (row.flag("remote")) {
      intake.leaveOut("media", origin, "belongs to another server");
      return;
    }
    var leftOut = LEFT_OUT.get(sort);
    if (leftOut != null) {
      intake.leaveOut("media", origin, leftOut);
      return;
    }
    long id = row.number("id").orElse(0);
    long owner = row.number("actor").orElse(row.number("uploader").orElse(0));
    boolean isProcessed = row.text("state").equals(PROCESSED);
    intake.take(
        new Media(
            origin,
            Long.toString(owner),
            () -> choice.of(files(id), row.text("queued_media_file"), isProcessed),
            SORTS.getOrDefault(sort, sort),
            title,
            row.text("description"),
            tags(id),
            row.text("license"),
            "public",
            words.of(row.text("media_metadata")),
            row.time("created"),
            addresses(people.name(owner), row.text("slug"), id),
            note(row)));
  }

  private Map<String, String> files(long entry) throws IOException {
    if (!database.has(fileNames)) {
      return Map.of();
    }
    var files = new LinkedHashMap<String, String>();
    for (var row :
        database.list(
            "SELECT names.name, files.file_path FROM core__mediafiles files JOIN "
                + fileNames
                + " names ON names.id = files.name_id WHERE files.media_entry = ?"
                + " ORDER BY names.name",
            entry)) {
      files.put(row.text("name"), row.text("file_path"));
    }
    return files;
  }

  private List<String> tags(long entry) throws IOException {
    if (!database.has("core__media_tags") || !database.has("core__tags")) {
      return List.of();
    }
    var tags = new ArrayList<String>();
    for (var row :
        database.list(
            """
            SELECT given.name, known.slug FROM core__media_tags given
            LEFT JOIN core__tags known ON known.id = given.tag
            WHERE given.media_entry = ? ORDER BY given.id
            """,
            entry)) {
      tags.add(row.text("name").isBlank() ? row.text("slug") : row.text("name"));
    }
    return tags;
  }

  private static List<String> addresses(String owner, String slug, long id) {
    var page = "u/" + owner + "/m/";
    var addresses = new ArrayList<String>();
    if (!slug.isBlank()) {
      addresses.add(page + slug);
    }
    addresses.add(page + "id:" + id);
    addresses.add(page + id);
    return addresses;
  }

  private String note(Row row) {
    var notes = new ArrayList<String>();
    if (row.text("state").equals("failed")) {
      notes.add("had failed there: processed afresh");
    } else if (!row.text("state").equals(PROCESSED)) {
      notes.add("was not processed to its end there: processed afresh");
    }
    var complaint = words.complaint(row.text("media_metadata"));
    if (!complaint.isEmpty()) {
      notes.add(complaint);
    }
    return String.join("; ", notes);
  }
}
