package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import contentgremlin.engine.enrich.GrabberSettings;
import contentgremlin.enrich.Option;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// `/api/v1/settings`: all that can be set, for administrators.
public final class SettingRoutes {
  static final String ADDRESS = "/api/v1/settings";

  /// Instead of a value that is never shown again.
  private static final String HIDDEN = "••••••••";

  private final Database database;
  private final GrabberSettings grabbers;

  /// @param grabbers have settings of their own
  public SettingRoutes(Database database, GrabberSettings grabbers) {
    this.database = database;
    this.grabbers = grabbers;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::list),
        Route.get(ADDRESS + "/{name}", this::get),
        new Route("PUT", ADDRESS + "/{name}", this::put),
        new Route("DELETE", ADDRESS + "/{name}", this::reset));
  }

  /// What can be set, wherever it is described.
  record Named(
      String word,
      String fallback,
      String meaning,
      boolean isSecret,
      Function<String, String> complaint) {
    static Named of(Setting setting) {
      return new Named(
          setting.word(), setting.fallback(), setting.meaning(), false, setting::complaint);
    }

    static Named of(Option option) {
      return new Named(
          option.name(),
          option.fallback(),
          option.meaning(),
          option.isSecret(),
          text ->
              text.length() > Setting.LENGTH_MAX
                  ? "must have at most " + Setting.LENGTH_MAX + " characters"
                  : option.complaint(text));
    }
  }

  /// @param isSet whether somebody chose the value; otherwise it follows the default
  record SettingView(
      String name,
      String value,
      @JsonProperty("default") String fallback,
      String meaning,
      @JsonProperty("set") boolean isSet) {
    static SettingView of(Named setting, Map<String, String> all) {
      var word = setting.word();
      var value = all.getOrDefault(word, setting.fallback());
      return new SettingView(
          word,
          setting.isSecret() && !value.isEmpty() ? HIDDEN : value,
          setting.fallback(),
          setting.meaning(),
          all.containsKey(word));
    }
  }

  record Listing(List<SettingView> settings) {}

  private Response list(Request request) {
    Access.requireAdministrator(request);
    var all = database.read(tables -> tables.settings().all());
    var named =
        Stream.concat(
            Arrays.stream(Setting.values()).map(Named::of),
            grabbers.options().stream().map(Named::of));
    return Response.ok(new Listing(named.map(setting -> SettingView.of(setting, all)).toList()));
  }

  private Response get(Request request) {
    Access.requireAdministrator(request);
    return shown(named(request));
  }

  private Response put(Request request) throws IOException {
    Access.requireAdministrator(request);
    var setting = named(request);
    var fields = Fields.of(request);
    var value = fields.requiredText("value", Setting.LENGTH_MAX).strip();
    fields.done();
    var complaint = setting.complaint().apply(value);
    if (!complaint.isEmpty()) {
      throw Fields.wrong("value", complaint);
    }
    database.write(tables -> {
      tables.settings().put(setting.word(), value);
      return null;
    });
    return shown(setting);
  }

  private Response reset(Request request) {
    Access.requireAdministrator(request);
    var setting = named(request);
    database.write(tables -> {
      tables.settings().remove(setting.word());
      return null;
    });
    return shown(setting);
  }

  private Response shown(Named setting) {
    return Response.ok(SettingView.of(setting, database.read(tables -> tables.settings().all())));
  }

  private Named named(Request request) {
    var name = request.parameter("name");
    return Setting.of(name)
        .map(Named::of)
        .or(() -> grabbers.option(name).map(Named::of))
        .orElseThrow(
            () -> new ProblemException(404, "Not found", "There is no setting of this name."));
  }
}
