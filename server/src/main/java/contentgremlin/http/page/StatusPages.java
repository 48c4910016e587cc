package contentgremlin.http.page;

import contentgremlin.engine.Housekeeping;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.api.Build;
import contentgremlin.store.Database;
import contentgremlin.store.Instance;
import contentgremlin.store.Setting;
import contentgremlin.store.SettingStore;
import contentgremlin.upgrade.KeptDatabases;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the server is, and what can be set.
public final class StatusPages {
  private final Pages pages;
  private final Housekeeping housekeeping;
  private final Database database;
  private final Vault vault;
  private final InstantSource time;
  private final Build build;

  StatusPages(
      Pages pages,
      Housekeeping housekeeping,
      Database database,
      Vault vault,
      InstantSource time,
      Build build) {
    this.pages = pages;
    this.housekeeping = housekeeping;
    this.database = database;
    this.vault = vault;
    this.time = time;
    this.build = build;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/admin/status", this::show), Route.post("/admin/settings", this::change));
  }

  /// A state, and how many are in it.
  public record Count(String state, long count) {}

  /// One setting in the form.
  ///
  /// @param error why the value was refused, or the empty string
  public record Field(
      String name, String meaning, String value, String fallback, String hint, String error) {
    public boolean isFlag() {
      return fallback.equals("true") || fallback.equals("false");
    }

    public boolean isVisibility() {
      return name.equals("default-visibility");
    }

    public String label() {
      return Texts.capital(name.replace('-', ' ')).replace(" url", " URL");
    }
  }

  /// A database of an older version that one can go back to.
  public record Older(String version, String size, String left) {
    static Older of(KeptDatabases.Kept kept, Instant now) {
      return new Older(
          kept.version(),
          Texts.bytes(kept.bytes()),
          Texts.roughly(Duration.between(kept.left(), now)) + " ago");
    }
  }

  /// @param usedPercent of what this home uses and what is free, or -1
  public record StatusPage(
      Frame frame,
      String version,
      String commit,
      @Nullable String address,
      String uptime,
      int schema,
      String used,
      String free,
      int usedPercent,
      List<Count> items,
      List<Count> jobs,
      Care care,
      List<Older> older,
      List<Field> settings,
      boolean isSaved) {}

  private Response show(Request request) throws IOException {
    Administration.require(request);
    return show(request, 200, Map.of(), Map.of());
  }

  private Response change(Request request) throws IOException {
    Administration.require(request);
    var form = Form.of(request);
    var values = new LinkedHashMap<Setting, String>();
    var errors = new LinkedHashMap<Setting, String>();
    for (var setting : Setting.values()) {
      form.find(setting.word())
          .map(String::strip)
          .ifPresent(text -> {
            values.put(setting, text);
            var complaint = text.isEmpty() ? "" : complaint(setting, text);
            if (!complaint.isEmpty()) {
              errors.put(setting, complaint);
            }
          });
    }
    if (!errors.isEmpty()) {
      return show(request, 422, values, errors);
    }
    database.write(tables -> {
      values.forEach((setting, text) -> put(tables.settings(), setting, text));
      return true;
    });
    return Response.seeOther("/admin/status?saved=1#settings");
  }

  private static String complaint(Setting setting, String text) {
    if (setting == Setting.DEFAULT_VISIBILITY
        && !List.of("public", "unlisted", "private").contains(text)) {
      return "must be public, unlisted or private";
    }
    return setting.complaint(text);
  }

  /// What is empty, or equals the default, follows the default from now on.
  private static void put(SettingStore store, Setting setting, String text) {
    if (text.isEmpty() || text.equals(setting.fallback())) {
      store.remove(setting.word());
    } else {
      store.put(setting.word(), text);
    }
  }

  private Response show(
      Request request, int status, Map<Setting, String> typed, Map<Setting, String> errors)
      throws IOException {
    long free = vault.freeBytes();
    var frame = pages.frame(request, "Status");
    boolean isSaved = request.query("saved").isPresent() && errors.isEmpty();
    var care = Care.of(housekeeping, database, time.instant());
    var older =
        housekeeping.olderDatabases().stream().map(kept -> Older.of(kept, time.instant())).toList();
    var page =
        database.read(tables -> {
          var instance = tables.instance().current();
          long used = tables.files().totalSize();
          return new StatusPage(
              frame,
              build.version(),
              build.commit(),
              instance.map(Instance::address).orElse(null),
              instance.map(it -> uptime(it)).orElse(""),
              tables.instance().schemaVersion(),
              Texts.bytes(used),
              Texts.bytes(free),
              used + free <= 0 ? -1 : (int) Math.round(100.0 * used / (used + free)),
              counts(tables.items().countByState()),
              counts(tables.jobs().countByState()),
              care,
              older,
              fields(tables.settings(), typed, errors),
              isSaved);
        });
    return pages.render(status, "admin-status", page);
  }

  private String uptime(Instance instance) {
    return Texts.roughly(Duration.between(instance.started(), time.instant()));
  }

  private static List<Count> counts(Map<String, Long> all) {
    return all.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(entry -> new Count(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static List<Field> fields(
      SettingStore store, Map<Setting, String> typed, Map<Setting, String> errors) {
    var fields = new ArrayList<Field>();
    Arrays.stream(Setting.values())
        .forEach(setting ->
            fields.add(
                new Field(
                    setting.word(),
                    setting.meaning(),
                    typed.getOrDefault(setting, setting.text(store)),
                    setting.fallback(),
                    hint(setting),
                    errors.getOrDefault(setting, ""))));
    return List.copyOf(fields);
  }

  /// The default, as people read it.
  private static String hint(Setting setting) {
    var fallback = setting.fallback();
    if (fallback.isEmpty()) {
      return "Empty unless set";
    }
    boolean isLarge = fallback.matches("\\d{7,}");
    return "Default: "
        + fallback
        + (isLarge ? " (" + Texts.bytes(Long.parseLong(fallback)) + ")" : "");
  }
}
