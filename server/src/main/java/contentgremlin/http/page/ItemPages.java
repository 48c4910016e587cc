package contentgremlin.http.page;

import contentgremlin.account.Account;
import contentgremlin.account.Actor;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Catalogue;
import contentgremlin.engine.Comments;
import contentgremlin.engine.Items;
import contentgremlin.engine.Jobs;
import contentgremlin.engine.Shelves;
import contentgremlin.engine.enrich.GrabberSettings;
import contentgremlin.engine.library.LibraryRenditions;
import contentgremlin.engine.library.Likeness;
import contentgremlin.engine.library.SongWords;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.enrich.Merge;
import contentgremlin.event.Alert;
import contentgremlin.extend.Shown;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.Metadata;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.Job;
import contentgremlin.library.FileName;
import contentgremlin.store.Database;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An item's page: playing it, watching it being prepared, describing it.
public final class ItemPages {
  /// How often a browser without script asks again while the item is prepared.
  private static final int REFRESH_SECONDS = 5;

  private static final int DESCRIPTION_LENGTH_MAX = 20_000;
  private static final int TAGS_MAX = 50;
  private static final int TAG_LENGTH_MAX = 64;

  private final Pages pages;
  private final Items items;
  private final Jobs jobs;
  private final Database database;
  private final Steps steps;
  private final Shelves shelves;
  private final Comments comments;
  private final Accounts accounts;

  ItemPages(
      Pages pages,
      Items items,
      Jobs jobs,
      Database database,
      Steps steps,
      Shelves shelves,
      Accounts accounts) {
    this.shelves = shelves;
    this.comments = new Comments(database);
    this.accounts = accounts;
    this.pages = pages;
    this.items = items;
    this.jobs = jobs;
    this.database = database;
    this.steps = steps;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/items/{id}", this::show),
        Route.post("/items/{id}/edit", this::edit),
        Route.post("/items/{id}/trash", request -> change(request, items::trash)),
        Route.post("/items/{id}/restore", request -> change(request, items::restore)),
        Route.post("/items/{id}/reprocess", request -> change(request, items::reprocess)),
        Route.post("/items/{id}/retry", this::retry));
  }

  /// @param reason why it is failed, missing …; or the empty string
  /// @param error why the last edit was refused, or the empty string
  /// @param shown what extensions show of it
  public record ItemPage(
      Frame frame,
      String id,
      String title,
      List<Texts.Stretch> description,
      String descriptionText,
      List<String> tags,
      String type,
      String state,
      String reason,
      String visibility,
      @Nullable String owner,
      String day,
      String dayTime,
      Media media,
      @Nullable String original,
      String originalName,
      String originalNote,
      List<Step> steps,
      List<ItemFacts.Fact> facts,
      List<ItemFacts.Fact> metadata,
      boolean isBeingMended,
      boolean isPreparing,
      boolean canEdit,
      String error,
      boolean hasLyrics,
      TreePages.@Nullable Entry folder,
      @Nullable Neighbours neighbours,
      @Nullable Licence licence,
      ItemComments comments,
      List<Shown> shown) {
    public Icon icon() {
      return Icon.ofType(type);
    }

    public String tagText() {
      return String.join(", ", tags);
    }

    public boolean isProcessing() {
      return state.equals("processing");
    }

    /// What scripts take it for: a published item may need something before it plays.
    public String phase() {
      return isPreparing ? "preparing" : state;
    }

    public boolean hasOpenSteps() {
      return steps.stream().anyMatch(step -> !step.isDone() && !step.isFailed());
    }

    public String address(String action) {
      return "/items/" + id + (action.isEmpty() ? "" : "/" + action);
    }
  }

  private Response show(Request request) {
    items.find(id(request), request.actor()).ifPresent(items::open);
    return show(request, 200, "");
  }

  private Response show(Request request, int status, String error) {
    var item = items.find(id(request), request.actor()).orElseThrow(ItemPages::unknown);
    return pages.render(status, "item", page(request, item, error));
  }

  /// What the database says about an item, beside its own row.
  private record Surroundings(
      MediaFinder finder,
      @Nullable String owner,
      List<Job> jobs,
      List<Metadata> metadata,
      List<String> languages,
      boolean isBeingMended,
      boolean isPreparing,
      boolean hasLyrics,
      TreePages.@Nullable Entry folder) {}

  private static Surroundings surroundings(Database.Tables tables, Item item, Actor actor) {
    var owner = item.owner();
    return new Surroundings(
        new MediaFinder(
            item,
            tables.items().renditions(item.id()),
            isOriginalLost(tables, item),
            Likeness.of(tables, item).isPresent(),
            Beside.tracks(tables, item)),
        owner == null ? null : tables.accounts().find(owner).map(Account::name).orElse(null),
        tables.jobs().of(item.id()).stream()
            .filter(job -> !LibraryRenditions.isForPoster(job))
            .toList(),
        tables.items().metadata(item.id()),
        GrabberSettings.languages(tables.settings()),
        isBeingMended(tables, item),
        LibraryRenditions.isUnderWay(tables, item),
        SongWords.has(tables, item),
        TreePages.of(tables, item, actor).orElse(null));
  }

  private static boolean isOriginalLost(Database.Tables tables, Item item) {
    return item.source() instanceof Source.Owned owned
        && owned.isKept()
        && tables
            .files()
            .findOriginal(owned.digest())
            .flatMap(file -> tables.files().findDamage(file.path()))
            .isPresent();
  }

  /// Something that was made of it was damaged, and is not there until it is made again.
  private static boolean isBeingMended(Database.Tables tables, Item item) {
    var kinds = tables.items().renditionKinds(item.id());
    return Arrays.stream(Rendition.Kind.values())
        .filter(kind -> !kinds.contains(kind))
        .anyMatch(kind ->
            tables
                .alerts()
                .findStanding(Alert.Kind.RENDITION_DAMAGED, item.id().value() + "/" + kind.word())
                .isPresent());
  }

  private ItemPage page(Request request, Item item, String error) {
    boolean canEdit = request.actor().canEdit(item);
    var around = database.read(tables -> surroundings(tables, item, request.actor()));
    var known = Merge.of(around.metadata(), around.languages());
    var facts = new ItemFacts(item, known, request.actor().seesPlace(item));
    boolean withSteps = canEdit || !item.isPublished() || around.isPreparing();
    return new ItemPage(
        frame(request, item, around),
        item.id().value(),
        Cards.title(item),
        Texts.linked(item.description()),
        item.description(),
        item.tags(),
        item.type().word(),
        item.state().word(),
        steps.summary(item, around.jobs()).note(),
        item.visibility().word(),
        around.owner(),
        Texts.day(item.created()),
        item.created().toString(),
        around.finder().media(),
        around.finder().original(),
        FileName.shown(item.source().name()),
        originalNote(item),
        withSteps ? steps.of(around.jobs()) : List.of(),
        facts.main(),
        facts.more(),
        around.isBeingMended(),
        around.isPreparing(),
        canEdit,
        error,
        around.hasLyrics(),
        around.folder(),
        shelves.around(item.id(), request.actor()).map(Neighbours::of).orElse(null),
        Catalogue.licence(around.metadata()).map(Licence::of).orElse(null),
        ItemComments.of(item, comments, accounts, commentsAfter(request)),
        pages.shown(item, request.actor()));
  }

  private static @Nullable Long commentsAfter(Request request) {
    try {
      return request.query("comments").map(Long::valueOf).orElse(null);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private Frame frame(Request request, Item item, Surroundings around) {
    var poster = around.finder().poster();
    boolean isListed = item.isPublished() && item.visibility() == Visibility.PUBLIC;
    return pages
        .frame(request, Cards.title(item))
        .withPreview(
            shortened(item.description()),
            isListed && poster != null ? request.origin() + poster : null)
        .withRefresh(
            item.state() instanceof Item.State.Processing || around.isPreparing()
                ? REFRESH_SECONDS
                : 0);
  }

  private static String shortened(String text) {
    var line = text.strip().replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= 200
        ? line
        : line.substring(0, line.offsetByCodePoints(0, 199)) + "…";
  }

  private static String originalNote(Item item) {
    var name = item.source().name();
    int dot = name.lastIndexOf('.');
    var extension = dot > 0 && name.length() - dot <= 6 ? name.substring(dot + 1) : "";
    var size = Texts.bytes(item.source().size());
    return extension.isEmpty() ? size : extension.toUpperCase(Locale.ROOT) + ", " + size;
  }

  private Response edit(Request request) throws IOException {
    var form = Form.of(request);
    var typed = form.text("title").strip();
    if (typed.length() > Item.TITLE_LENGTH_MAX) {
      return show(request, 422, "A title has at most " + Item.TITLE_LENGTH_MAX + " characters.");
    }
    var title = UploadText.line(typed, Item.TITLE_LENGTH_MAX);
    if (title.isEmpty()) {
      return show(request, 422, "A title is needed.");
    }
    var wanted =
        new Items.Description(
            title,
            UploadText.lines(form.text("description"), DESCRIPTION_LENGTH_MAX),
            tags(form.text("tags")),
            visibility(form.text("visibility")));
    return change(request, (id, actor) -> items.describe(id, wanted, actor));
  }

  /// @param text as typed: separated by commas
  static List<String> tags(String text) {
    return Arrays.stream(text.split("[,\\n]"))
        .map(tag -> UploadText.line(tag.strip().replaceFirst("^#", ""), TAG_LENGTH_MAX))
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .limit(TAGS_MAX)
        .toList();
  }

  private static @Nullable Visibility visibility(String word) {
    return Arrays.stream(Visibility.values())
        .filter(it -> it.word().equals(word))
        .findFirst()
        .orElse(null);
  }

  private interface Change {
    Items.Change make(ItemId id, Actor actor);
  }

  private Response change(Request request, Change change) {
    var id = id(request);
    return switch (change.make(id, request.actor())) {
      case Items.Change.Made _ -> Response.seeOther("/items/" + id.value());
      case Items.Change.Unknown _ -> throw unknown();
      case Items.Change.Forbidden _ -> throw forbidden();
      case Items.Change.Impossible(var why) -> show(request, 409, why);
    };
  }

  /// Tries again what failed; if no step did, begins from the start.
  private Response retry(Request request) {
    var id = id(request);
    var item = items.find(id, request.actor()).orElseThrow(ItemPages::unknown);
    if (!request.actor().canEdit(item)) {
      throw forbidden();
    }
    var failed =
        database.read(
            tables -> tables.jobs().of(id).stream().filter(ItemPages::canBeRetried).toList());
    if (failed.isEmpty()) {
      return change(request, items::reprocess);
    }
    failed.forEach(job -> jobs.retry(job.id()));
    return Response.seeOther("/items/" + id.value());
  }

  private static boolean canBeRetried(Job job) {
    return job.state() instanceof Job.State.Failed || job.state() instanceof Job.State.Cancelled;
  }

  private static ItemId id(Request request) {
    try {
      return new ItemId(request.parameter("id"));
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
  }

  private static ProblemException unknown() {
    return new ProblemException(
        404, "Not here", "There is nothing at this address, or it is not for you to see.");
  }

  private static ProblemException forbidden() {
    return new ProblemException(403, "Not yours", "Only its owner and moderators may change this.");
  }
}
