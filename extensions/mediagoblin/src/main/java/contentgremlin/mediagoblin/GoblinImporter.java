package contentgremlin.mediagoblin;

import contentgremlin.extension.Arrival.Origin;
import contentgremlin.extension.Host;
import contentgremlin.extension.Importer;
import contentgremlin.extension.Intake;
import java.io.IOException;
import java.util.List;

/// Imports from servers of the series 0.12 and 0.13.
record GoblinImporter(Host host) implements Importer {
  private static final String DATABASE = "database";
  private static final String MEDIA = "media";

  @Override
  public String id() {
    return "mediagoblin";
  }

  @Override
  public String title() {
    return "A GNU MediaGoblin server of the series 0.12 or 0.13";
  }

  @Override
  public List<Option> options() {
    return List.of(
        new Option(
            DATABASE,
            Option.DATABASE,
            true,
            "Its database: a file of SQLite, or postgresql://user:password@host/database; what its"
                + " own settings say as sql_engine is understood, too"),
        new Option(
            MEDIA,
            Option.FOLDER,
            true,
            "Its folder of media, with public and queue in it: user_dev/media"));
  }

  @Override
  public void run(Source source, Intake intake) throws IOException {
    var database = GoblinDatabase.of(source.database(DATABASE));
    var files = new GoblinFiles(source.folder(MEDIA), host);
    intake.expect(database.count());
    var people = new People(database, intake, host);
    people.run();
    new Entries(database, intake, host, people, new GoblinChoice(files)).run();
    leaveOut(database, intake, "core__attachment_files", "attachment", "attachments");
    leaveOut(database, intake, "core__subtitle_files", "subtitle", "added subtitles");
    new Collections(database, intake, people).run();
    new Comments(database, intake).run();
  }

  private static void leaveOut(
      GoblinDatabase database, Intake intake, String table, String kind, String what)
      throws IOException {
    database.forEach(
        table,
        row -> {
          var id = Long.toString(row.number("id").orElse(0));
          intake.leaveOut(
              kind, new Origin(id, id, row.text("name")), "items have no " + what + " here");
        });
  }
}
