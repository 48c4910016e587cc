package contentgremlin.http.page;

import contentgremlin.account.Actor;
import contentgremlin.engine.Jobs;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.library.FileName;
import contentgremlin.library.FileRole;
import contentgremlin.library.Folder;
import contentgremlin.library.Library;
import contentgremlin.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Libraries folder by folder, as they lie on the disk. Those that are not for everyone are there
/// for those who see everything; and so are folders without anything in them that everyone may come
/// across: their names tell what is in them.
public final class TreePages {
  private static final int FOLDERS_MAX = 500;
  private static final int PAGE_SIZE = 60;

  /// How many files of a folder are looked at for a page: most are media, the others lie beside.
  private static final int LOOKED_AT_MAX = 400;

  private final Pages pages;
  private final Database database;
  private final Cards cards;

  public TreePages(Pages pages, Database database, Jobs jobs) {
    this.pages = pages;
    this.database = database;
    this.cards = new Cards(database, new Steps(jobs));
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/libraries", this::list),
        Route.get("/libraries/{name}", this::show),
        Route.get("/libraries/{name}/{path...}", this::show));
  }

  /// @param note what is with it, e.g. that its disk is away; or the empty string
  public record Entry(String name, String address, String note) {}

  public record LibraryListPage(Frame frame, List<Entry> libraries) {}

  /// @param way to here: the library first, this folder last
  /// @param path of this folder below the root
  /// @param reason why it can't be looked into at the moment, or the empty string
  public record FolderPage(
      Frame frame,
      String library,
      String path,
      String heading,
      List<Entry> way,
      String reason,
      List<Entry> folders,
      CardPage page,
      @Nullable String moreFolders,
      boolean canScan) {}

  /// Whether the library is there for whoever asks.
  static boolean isSeen(Library library, Actor actor) {
    return !library.isRemoved()
        && (actor.seesEverything() || library.visibility() == Visibility.PUBLIC);
  }

  private Response list(Request request) {
    var found =
        database.read(tables -> tables.libraries().all()).stream()
            .filter(library -> isSeen(library, request.actor()))
            .map(library -> new Entry(library.name(), address(library, ""), ""))
            .toList();
    return pages.render(
        200, "libraries", new LibraryListPage(pages.frame(request, "Folders"), found));
  }

  /// What the database says of a folder.
  private record Found(Library library, Folder folder, Folders folders, Files files) {}

  /// @param next the path behind which the next page begins, or null
  private record Folders(List<Folder> shown, @Nullable String next) {}

  /// @param next the name behind which the next page begins, or null
  private record Files(List<Item> items, @Nullable String next) {}

  private Response show(Request request) {
    var name = request.parameter("name");
    var path = path(request);
    var after = request.query("after").orElse("");
    var foldersAfter = request.query("folders").orElse("");
    var found =
        database
            .read(tables ->
                tables
                    .libraries()
                    .find(name)
                    .filter(library -> isSeen(library, request.actor()))
                    .flatMap(library ->
                        tables
                            .libraries()
                            .folder(library.id(), path)
                            .filter(folder -> isSeen(tables, folder, request.actor()))
                            .map(folder ->
                                found(
                                    tables,
                                    library,
                                    folder,
                                    after,
                                    foldersAfter,
                                    request.actor()))))
            .orElseThrow(AlbumPages::unknown);
    return pages.render(200, "folder", page(request, found));
  }

  /// Below the root, with a slash at its end. A name that can't be a part of an address stands in
  /// the query.
  private static String path(Request request) {
    var asked = request.query("path").orElseGet(() -> rest(request));
    var names = new ArrayList<String>();
    for (var name : asked.split("/", -1)) {
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names.isEmpty() ? "" : String.join("/", names) + "/";
  }

  private static String rest(Request request) {
    try {
      return request.parameter("path");
    } catch (IllegalArgumentException _) {
      return ""; // the library's own address
    }
  }

  private static Found found(
      Database.Tables tables,
      Library library,
      Folder folder,
      String after,
      String foldersAfter,
      Actor actor) {
    return new Found(
        library,
        folder,
        folders(tables, folder, foldersAfter, actor),
        files(tables, folder, after, actor));
  }

  private static Folders folders(Database.Tables tables, Folder folder, String after, Actor actor) {
    var found = tables.libraries().foldersIn(folder.id(), after, FOLDERS_MAX + 1);
    var page = found.stream().limit(FOLDERS_MAX).toList();
    return new Folders(
        page.stream().filter(it -> isSeen(tables, it, actor)).toList(),
        found.size() > FOLDERS_MAX ? page.getLast().path() : null);
  }

  private static boolean isSeen(Database.Tables tables, Folder folder, Actor actor) {
    return folder.path().isEmpty()
        || actor.seesEverything()
        || tables.libraries().isListed(folder.library(), folder.path());
  }

  private static Files files(Database.Tables tables, Folder folder, String after, Actor actor) {
    var items = new ArrayList<Item>();
    var entries = tables.libraries().entries(folder.id(), after, LOOKED_AT_MAX);
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      if (entry.role() == FileRole.MEDIA) {
        Optional.ofNullable(entry.item())
            .flatMap(tables.items()::find)
            .filter(item -> isListed(item, actor))
            .ifPresent(items::add);
      }
      boolean isLast = i == entries.size() - 1 && entries.size() < LOOKED_AT_MAX;
      if (items.size() == PAGE_SIZE) {
        return new Files(items, isLast ? null : entry.name());
      }
    }
    return new Files(items, entries.size() == LOOKED_AT_MAX ? entries.getLast().name() : null);
  }

  private static boolean isListed(Item item, Actor actor) {
    return actor.seesEverything()
        ? !item.isTrashed()
        : item.isPublished() && item.visibility() == Visibility.PUBLIC;
  }

  private FolderPage page(Request request, Found found) {
    var folder = found.folder;
    var library = found.library;
    var way = way(library, folder.path());
    var here = address(library, folder.path());
    var sign = here.contains("?") ? "&" : "?";
    var next = found.files.next;
    var offline = folder.offline();
    var foldersNext = found.folders.next;
    return new FolderPage(
        pages.frame(request, way.getLast().name()),
        library.name(),
        folder.path(),
        way.getLast().name(),
        way,
        offline == null ? "" : reason(offline, request.actor()),
        found.folders.shown.stream().map(it -> entry(library, it)).toList(),
        new CardPage(
            cards.of(found.files.items),
            next == null ? null : here + sign + "after=" + Texts.encoded(next)),
        foldersNext == null ? null : here + sign + "folders=" + Texts.encoded(foldersNext),
        request.actor().canAdminister());
  }

  /// Why it can't be looked into is for those who can do something about it: it tells of the
  /// server's disks.
  private static String reason(Folder.Offline offline, Actor actor) {
    return actor.seesEverything()
        ? "This folder can't be looked into at the moment: "
            + offline.reason()
            + ". What was in it is kept."
        : "This folder can't be had at the moment. What was in it is kept.";
  }

  private static Entry entry(Library library, Folder folder) {
    var name = folder.name();
    return new Entry(
        FileName.shown(name.substring(0, name.length() - 1)),
        address(library, folder.path()),
        folder.offline() == null ? "" : "offline");
  }

  private static List<Entry> way(Library library, String path) {
    var way = new ArrayList<Entry>();
    way.add(new Entry(library.name(), address(library, ""), ""));
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      var here = path.substring(0, slash + 1);
      var name = Folder.name(here);
      way.add(
          new Entry(
              FileName.shown(name.substring(0, name.length() - 1)), address(library, here), ""));
    }
    return way;
  }

  /// The folder that holds a mirrored item, for whoever may look into it.
  static Optional<Entry> of(Database.Tables tables, Item item, Actor actor) {
    if (!(item.source() instanceof Source.Mirrored source)) {
      return Optional.empty();
    }
    return tables
        .libraries()
        .folder(source.folder())
        .filter(folder -> isSeen(tables, folder, actor))
        .flatMap(folder ->
            tables
                .libraries()
                .find(folder.library())
                .filter(library -> isSeen(library, actor))
                .map(library -> way(library, folder.path()).getLast()));
  }

  /// @param path of a folder below the root
  static String address(Library library, String path) {
    var start = "/libraries/" + Texts.encoded(library.name()) + "/";
    if (!Texts.isPathPart(path.replace("/", ""))
        || List.of(path.split("/", -1)).stream()
            .anyMatch(it -> it.equals(".") || it.equals(".."))) {
      return start + "?path=" + Texts.encoded(path);
    }
    return start + Texts.encoded(path).replace("%2F", "/");
  }
}
