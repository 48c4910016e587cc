package contentgremlin.engine.extend;

import contentgremlin.engine.Pipeline;
import contentgremlin.extend.Companions;
import contentgremlin.extend.Declaration;
import contentgremlin.extend.Refusal;
import contentgremlin.extension.CompanionLine;
import contentgremlin.extension.Host;
import contentgremlin.extension.Item;
import contentgremlin.extension.Json;
import contentgremlin.extension.Setting;
import contentgremlin.extension.Tables;
import contentgremlin.item.ItemId;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.store.Database;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What the server does for one extension. Thread-safe.
final class OwnHost implements Host {
  private static final System.Logger LOG = System.getLogger(OwnHost.class.getName());
  private static final int LINE_MAX = 1_000;
  private static final int VALUES_MAX = 100;
  private static final int VALUE_MAX = 4_000;

  /// Lines that it may write between two looks at the time: no log is filled by one extension.
  private static final int LINES_MAX = 60;

  private static final long LINES_PER_MS = 60_000;

  private final Declaration declaration;
  private final Database database;
  private final Guard guard;
  private final Function<String, Optional<Json>> json;
  private final InstantSource time;
  private final OwnCompanions companions;
  private volatile List<Setting> settings = List.of();
  private long minute;
  private int lines;

  /// @param house where its companions run
  /// @param kit what they are made from
  OwnHost(
      Declaration declaration,
      Database database,
      Guard guard,
      Function<String, Optional<Json>> json,
      InstantSource time,
      Companions house,
      Companions.Kit kit) {
    this.declaration = declaration;
    this.database = database;
    this.guard = guard;
    this.json = json;
    this.time = time;
    this.companions = new OwnCompanions(declaration.id(), guard, house, kit, this::log);
  }

  OwnCompanions companions() {
    return companions;
  }

  void settings(List<Setting> offered) {
    settings = offered;
  }

  @Override
  public String setting(String name) {
    if (!declaration.owns(name)) {
      throw new Refusal("“%s” is none of its settings".formatted(name));
    }
    return guard
        .read(database, tables -> tables.settings().find(name))
        .orElseGet(() ->
            settings.stream()
                .filter(setting -> setting.name().equals(name))
                .map(Setting::fallback)
                .findFirst()
                .orElse(""));
  }

  @Override
  public Tables tables() {
    return new OwnTables(declaration.id(), database, guard);
  }

  @Override
  public Optional<Item> item(String id) {
    if (id.isEmpty() || id.length() > ItemId.LENGTH_MAX) {
      return Optional.empty();
    }
    return guard.read(
        database,
        tables ->
            tables
                .items()
                .find(new ItemId(id))
                .map(item -> Views.item(item, tables.items().metadata(item.id()))));
  }

  /// Network lane: it has many places, and no kind takes those of the others.
  @Override
  public boolean order(String kind, String item, Map<String, String> input) {
    if (!declaration.owns(kind)) {
      throw new Refusal("“%s” is none of its kinds of jobs".formatted(kind));
    }
    if (input.size() > VALUES_MAX
        || input.values().stream().anyMatch(value -> value.length() > VALUE_MAX)) {
      throw new Refusal("a job was ordered with too much input");
    }
    if (item.isEmpty() || item.length() > ItemId.LENGTH_MAX) {
      return false;
    }
    var values = Map.copyOf(input);
    return guard.write(
        database,
        tables -> {
          var found = tables.items().find(new ItemId(item));
          found.ifPresent(one ->
              Pipeline.add(
                  tables,
                  List.of(
                      new NewJob(
                          kind,
                          one.id(),
                          one.owner(),
                          Lane.NETWORK,
                          NewJob.APART,
                          false,
                          Priority.of(Priority.IMPROVING),
                          values)),
                  time.instant()));
          return found.isPresent();
        });
  }

  @Override
  public Optional<Json> json(String text) {
    return json.apply(text);
  }

  @Override
  public CompanionLine companion(String type, CompanionLine.Ear ear) {
    return companions.open(type, ear);
  }

  @Override
  public void log(String line) {
    if (mayLog()) {
      var clean = line.replaceAll("\\p{Cntrl}+", " ");
      LOG.log(
          Level.INFO,
          "extension {0}: {1}",
          declaration.id(),
          clean.length() > LINE_MAX ? clean.substring(0, LINE_MAX) + "…" : clean);
    }
  }

  private synchronized boolean mayLog() {
    long now = time.millis() / LINES_PER_MS;
    if (now != minute) {
      minute = now;
      lines = 0;
    }
    return ++lines <= LINES_MAX;
  }

  @Override
  public Instant now() {
    return time.instant();
  }
}
