package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.community.Comment;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Comments;
import contentgremlin.engine.Items;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `/api/v1/items/{id}/comments`: what was said about an item.
final class CommentRoutes {
  private static final String ADDRESS = ItemRoutes.ADDRESS + "/{id}/comments";
  private static final int LIMIT_MAX = 200;

  private final Comments comments;
  private final Items items;
  private final Accounts accounts;

  CommentRoutes(Comments comments, Items items, Accounts accounts) {
    this.comments = comments;
    this.items = items;
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::list), new Route("DELETE", ADDRESS + "/{comment}", this::remove));
  }

  /// @param author left out if the account is gone
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CommentView(long id, @Nullable String author, String text, String created) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Listing(List<CommentView> comments, @Nullable String next) {}

  private Response list(Request request) {
    int limit = Parameters.limit(request, LIMIT_MAX);
    var after = Parameters.numberAfter(request).orElse(null);
    var item =
        items.find(Parameters.item(request), request.actor()).orElseThrow(Parameters::noItem);
    var found = comments.of(item, after, limit + 1);
    var page = found.stream().limit(limit).toList();
    var names =
        accounts.names(page.stream().map(Comment::author).filter(Objects::nonNull).toList());
    return Response.ok(
        new Listing(
            page.stream()
                .map(one ->
                    new CommentView(
                        one.id(),
                        one.author() == null ? null : names.get(one.author()),
                        one.text(),
                        one.created().toString()))
                .toList(),
            found.size() > limit ? Long.toString(page.getLast().id()) : null));
  }

  private Response remove(Request request) {
    long number;
    try {
      number = Long.parseLong(request.parameter("comment"));
    } catch (NumberFormatException _) {
      throw unknown();
    }
    return switch (comments.remove(Parameters.item(request), number, request.actor())) {
      case DONE -> Response.noContent();
      case UNKNOWN -> throw unknown();
      case FORBIDDEN ->
          throw Access.refused(
              request.actor(), "Only who wrote it, and who may edit the item, may remove it.");
    };
  }

  private static ProblemException unknown() {
    return new ProblemException(404, "Not found", "There is no such comment.");
  }
}
