package contentgremlin.http.page;

import contentgremlin.engine.Items;
import contentgremlin.engine.library.SongWords;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.ItemId;
import contentgremlin.library.Lyrics;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The words of a song. A page of their own, which the song's page takes in: so that page waits for
/// no disk.
public final class LyricsPages {
  private final Pages pages;
  private final Items items;
  private final SongWords words;

  LyricsPages(Pages pages, Items items, SongWords words) {
    this.pages = pages;
    this.items = items;
    this.words = words;
  }

  List<Route> routes() {
    return List.of(Route.get("/items/{id}/lyrics", this::show));
  }

  /// @param lyrics null if they can't be read at the moment
  public record LyricsPage(Frame frame, String id, String title, @Nullable Lyrics lyrics) {}

  private Response show(Request request) {
    var item =
        id(request).flatMap(id -> items.find(id, request.actor())).orElseThrow(LyricsPages::none);
    var lyrics =
        switch (words.of(item)) {
          case SongWords.Found.Words(var found) -> found;
          case SongWords.Found.None() -> throw none();
          case SongWords.Found.Away() -> null;
        };
    var title = Cards.title(item);
    return pages.render(
        lyrics == null ? 503 : 200,
        "lyrics",
        new LyricsPage(pages.frame(request, title), item.id().value(), title, lyrics));
  }

  private static Optional<ItemId> id(Request request) {
    try {
      return Optional.of(new ItemId(request.parameter("id")));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static ProblemException none() {
    return new ProblemException(
        404, "No lyrics here", "There are none at this address, or they are not for you to see.");
  }
}
