package contentgremlin.engine.enrich;

import contentgremlin.engine.JobHandler;
import contentgremlin.engine.MediaReader;
import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Stages;
import contentgremlin.enrich.Statement;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.item.Source;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.library.FileName;
import contentgremlin.library.Folder;
import contentgremlin.library.MediaNames;
import contentgremlin.library.ProbeResult;
import contentgremlin.name.CleanName;
import contentgremlin.name.NameCleaner;
import contentgremlin.name.Told;
import contentgremlin.store.Database;
import contentgremlin.store.NameSettings;
import contentgremlin.transcode.EmbeddedMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The first stage: what the names of a file and its folders say, once the file was read.
public final class ParseHandler implements JobHandler {
  /// Who says it.
  static final String PROVIDER = "name";

  private final MediaReader reader;
  private final InstantSource time;

  public ParseHandler(MediaReader reader, InstantSource time) {
    this.reader = reader;
    this.time = time;
  }

  @Override
  public String kind() {
    return Stages.PARSE;
  }

  @Override
  public boolean leavesFiles() {
    return false;
  }

  @Override
  public Plan plan(Task task) {
    return new Plan.Nothing();
  }

  @Override
  public Result conclude(Task task) throws IOException {
    if (task.item().source() instanceof Source.External(var path, _, _)) {
      var result = reader.read(Path.of(path));
      if (result instanceof ProbeResult.Unreachable(_, var reason)) {
        return Result.of(new Ending.Failed(reason));
      }
      return Result.done((tables, item) -> {
        var read = OutsideFile.keep(tables, item, result, time.instant());
        apply(tables, task.job(), read);
      });
    }
    return Result.done((tables, item) -> apply(tables, task.job(), item));
  }

  private void apply(Database.Tables tables, Job job, Item item) {
    var now = time.instant();
    var mark = job.input().getOrDefault(Courses.MARK, "");
    if (!mark.equals(Marks.parse(tables, item))) {
      Stage.goOn(tables, job, item, now);
      return; // another file since then
    }
    var values = values(item, clean(tables, item), now);
    Descriptions.put(tables, item, PROVIDER, values, now);
    Stage.ended(tables, job, item, Outcome.done(Stages.PARSE, mark, now), now);
    tables.events().append(new Fact.ItemParsed(item.id()), now);
  }

  private static CleanName clean(Database.Tables tables, Item item) {
    var known = tables.items().metadata(item.id());
    var rules = NameSettings.rules(tables.settings());
    var told =
        new Told(
            said(known, "titles", "title"),
            said(known, "titles", "show"),
            whole(said(known, "classification", "season"), CleanName.NOT_SAID),
            whole(said(known, "classification", "episode"), 0),
            said(known, "entities", "artist"));
    return new NameCleaner(rules)
        .clean(
            item.type(),
            folders(tables, item),
            MediaNames.stem(FileName.shown(item.source().name())),
            told);
  }

  private static String said(List<Metadata> known, String group, String key) {
    return known.stream()
        .filter(it -> it.group().equals(group) && it.key().equals(key))
        .filter(it -> it.provider().equals(EmbeddedMetadata.PROVIDER))
        .map(Metadata::value)
        .findFirst()
        .orElse("");
  }

  private static int whole(String text, int otherwise) {
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : otherwise;
  }

  /// On the way to the file.
  private static List<String> folders(Database.Tables tables, Item item) {
    var path =
        switch (item.source()) {
          case Source.Mirrored mirrored ->
              tables.libraries().folder(mirrored.folder()).map(Folder::path).orElse("");
          case Source.External(var whole, _, _) ->
              whole.substring(0, Math.max(0, whole.lastIndexOf('/')));
          case Source.Owned _ -> "";
        };
    return List.of(FileName.shown(path).split("/")).stream()
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static List<Metadata> values(Item item, CleanName name, Instant now) {
    var said = new ArrayList<Statement>();
    add(said, "titles", "title", name.title());
    add(said, "titles", "show", name.show());
    add(said, "titles", "album", name.album());
    add(said, "titles", "edition", name.edition());
    add(said, "entities", "artist", name.artist());
    add(said, "temporal", "year", number(name.year(), 1));
    add(said, "temporal", "date", name.date() == null ? "" : name.date().toString());
    add(said, "classification", "season", number(name.season(), 0));
    add(said, "classification", "episode", number(name.episode(), 0));
    if (name.lastEpisode() > name.episode()) {
      add(said, "classification", "last_episode", number(name.lastEpisode(), 0));
    }
    if (item.type() == MediaType.VIDEO) {
      add(said, "classification", "kind", name.kind().name().toLowerCase(Locale.ROOT));
    }
    add(said, "classification", "part", number(name.part(), 1));
    add(said, "musical", "disc", number(name.disc(), 1));
    add(said, "musical", "track", number(name.track(), 1));
    add(said, "technical", "release_notes", String.join(", ", name.notes()));
    add(said, "organizational", "release_group", name.group());
    name.ids().forEach((source, id) -> add(said, "identifier", source, id));
    return said.stream()
        .map(one ->
            new Metadata(
                one.group(), one.key(), "", one.value(), Profile.PRIORITY_NAME, PROVIDER, now))
        .toList();
  }

  private static void add(List<Statement> said, String group, String key, String value) {
    if (!value.isBlank()) {
      said.add(Statement.of(group, key, value));
    }
  }

  private static String number(int value, int least) {
    return value < least ? "" : Integer.toString(value);
  }
}
