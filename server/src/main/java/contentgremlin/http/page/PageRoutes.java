package contentgremlin.http.page;

import contentgremlin.engine.Accounts;
import contentgremlin.engine.Housekeeping;
import contentgremlin.engine.Items;
import contentgremlin.engine.Jobs;
import contentgremlin.engine.MediaCollections;
import contentgremlin.engine.Shelves;
import contentgremlin.engine.library.SongWords;
import contentgremlin.http.Route;
import contentgremlin.http.api.Build;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// All pages, feeds and assets.
public final class PageRoutes {
  private final Pages pages;
  private final Assets assets;
  private final Items items;
  private final Jobs jobs;
  private final Accounts accounts;
  private final Housekeeping housekeeping;
  private final Database database;
  private final Vault vault;
  private final InstantSource time;
  private final Build build;

  public PageRoutes(
      Pages pages,
      Assets assets,
      Items items,
      Jobs jobs,
      Accounts accounts,
      Housekeeping housekeeping,
      Database database,
      Vault vault,
      InstantSource time,
      Build build) {
    this.pages = pages;
    this.assets = assets;
    this.items = items;
    this.jobs = jobs;
    this.accounts = accounts;
    this.housekeeping = housekeeping;
    this.database = database;
    this.vault = vault;
    this.time = time;
    this.build = build;
  }

  public List<Route> routes() {
    var steps = new Steps(jobs);
    var cards = new Cards(database, steps);
    var shelves = new Shelves(database);
    var collections = new MediaCollections(database, time);
    var collectionPages = new CollectionPages(pages, collections, accounts, cards);
    return Stream.of(
            new SitePages(assets, database).routes(),
            new FeedPages(items, accounts, database).routes(),
            new BrowsePages(pages, items, accounts, database, cards, collectionPages).routes(),
            collectionPages.routes(),
            new OldAddressPages(database, items, collections, accounts).routes(),
            new ItemPages(pages, items, jobs, database, steps, shelves, accounts).routes(),
            new LyricsPages(pages, items, new SongWords(database, vault)).routes(),
            new AlbumPages(pages, shelves, database).routes(),
            new ArtistPages(pages, shelves).routes(),
            new SeriesPages(pages, shelves, database).routes(),
            new PhotoPages(pages, shelves, cards).routes(),
            new UploadPages(pages, database).routes(),
            new LoginPages(pages, accounts, database).routes(),
            new AccountPages(pages, accounts).routes(),
            new JobPages(pages, jobs, database).routes(),
            new StatusPages(pages, housekeeping, database, vault, time, build).routes(),
            new UserPages(pages, accounts).routes())
        .flatMap(List::stream)
        .toList();
  }
}
