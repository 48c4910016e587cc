package contentgremlin.http.api;

import contentgremlin.http.Response;
import contentgremlin.http.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `/openapi.json`: the description of everything below `/api/v1`. It is written by hand, and a
/// test holds it against the routes and their answers.
final class OpenApi {
  static final String ADDRESS = "/openapi.json";

  private static final String RESOURCE = "openapi.json";
  private static final String VERSION = "@version@";

  private final byte[] document;

  OpenApi(Build build) {
    try (var in = OpenApi.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its " + RESOURCE);
      }
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      document = text.replace(VERSION, build.version()).getBytes(StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException("the program can't read its " + RESOURCE, broken);
    }
  }

  List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, _ -> new Response.Text(200, List.of(), "application/json", document)));
  }
}
