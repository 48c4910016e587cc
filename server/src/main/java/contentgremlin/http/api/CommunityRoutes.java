package contentgremlin.http.api;

import contentgremlin.engine.Accounts;
import contentgremlin.engine.Catalogue;
import contentgremlin.engine.Comments;
import contentgremlin.engine.Items;
import contentgremlin.engine.MediaCollections;
import contentgremlin.http.Route;
import contentgremlin.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// The JSON API for what people put together and say.
public final class CommunityRoutes {
  private final List<Route> routes;

  public CommunityRoutes(Items items, Accounts accounts, Database database, InstantSource time) {
    var views = new ItemViews(new Catalogue(database), accounts);
    routes =
        Stream.of(
                new CollectionRoutes(new MediaCollections(database, time), accounts, views)
                    .routes(),
                new CommentRoutes(new Comments(database), items, accounts).routes())
            .flatMap(List::stream)
            .toList();
  }

  public List<Route> routes() {
    return routes;
  }
}
