package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonProperty;
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

/// `/api/v1/settings`: all that can be set, for administrators.
final class SettingRoutes {
  static final String ADDRESS = "/api/v1/settings";

  private final Database database;

  SettingRoutes(Database database) {
    this.database = database;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::list),
        Route.get(ADDRESS + "/{name}", this::get),
        new Route("PUT", ADDRESS + "/{name}", this::put),
        new Route("DELETE", ADDRESS + "/{name}", this::reset));
  }

  /// @param isSet whether somebody chose the value; otherwise it follows the default
  record SettingView(
      String name,
      String value,
      @JsonProperty("default") String fallback,
      String meaning,
      @JsonProperty("set") boolean isSet) {
    static SettingView of(Setting setting, Map<String, String> all) {
      var word = setting.word();
      return new SettingView(
          word,
          all.getOrDefault(word, setting.fallback()),
          setting.fallback(),
          setting.meaning(),
          all.containsKey(word));
    }
  }

  record Listing(List<SettingView> settings) {}

  private Response list(Request request) {
    Access.requireAdministrator(request);
    var all = database.read(tables -> tables.settings().all());
    return Response.ok(
        new Listing(
            Arrays.stream(Setting.values()).map(setting -> SettingView.of(setting, all)).toList()));
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
    var complaint = setting.complaint(value);
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

  private Response shown(Setting setting) {
    return Response.ok(SettingView.of(setting, database.read(tables -> tables.settings().all())));
  }

  private static Setting named(Request request) {
    return Setting.of(request.parameter("name"))
        .orElseThrow(
            () -> new ProblemException(404, "Not found", "There is no setting of this name."));
  }
}
