package contentgremlin.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A listing of the server's, fetched page by page.
///
/// @param name of the resource and of the array in its answer: "items"
/// @param cursor the parameter that takes the next page's key: "after"
record Listing(Api api, String name, String cursor) {
  record Filter(String name, String value) {
    static void add(List<Filter> filters, String name, @Nullable String value) {
      if (value != null) {
        filters.add(new Filter(name, value));
      }
    }
  }

  List<JsonNode> all(List<Filter> filters, int page, int limit)
      throws IOException, InterruptedException {
    var found = new ArrayList<JsonNode>();
    var next = "";
    do {
      var answer = api.get(path(filters, page, next));
      answer.path(name).forEach(found::add);
      next = answer.path("next").asString("");
    } while (!next.isEmpty() && found.size() < limit);
    return found.size() > limit ? found.subList(0, limit) : found;
  }

  private String path(List<Filter> filters, int page, String next) {
    var path = new StringBuilder("/api/v1/" + name + "?limit=" + page);
    for (var filter : filters) {
      path.append('&').append(filter.name()).append('=').append(Api.escaped(filter.value()));
    }
    if (!next.isEmpty()) {
      path.append('&').append(cursor).append('=').append(Api.escaped(next));
    }
    return path.toString();
  }
}
