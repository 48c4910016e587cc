package contentgremlin.http.page;

import contentgremlin.account.Actor;
import contentgremlin.engine.Items;
import contentgremlin.engine.enrich.Corrections;
import contentgremlin.engine.enrich.GrabberSettings;
import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Merge;
import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.Stages;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.Metadata;
import contentgremlin.store.Database;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who says what of an item, for those who may change it: they can say it better, take that back,
/// and choose what the item is.
public final class MetadataPages {
  private static final String ADDRESS = "/items/{id}/metadata";
  private static final int VALUE_SHOWN_MAX = 2_000;
  private static final int VALUE_LENGTH_MAX = 20_000;

  private final Pages pages;
  private final Items items;
  private final Corrections corrections;
  private final GrabberSettings grabbers;
  private final Database database;

  public MetadataPages(
      Pages pages,
      Items items,
      Corrections corrections,
      GrabberSettings grabbers,
      Database database) {
    this.pages = pages;
    this.items = items;
    this.corrections = corrections;
    this.grabbers = grabbers;
    this.database = database;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::show),
        Route.post(ADDRESS + "/say", this::say),
        Route.post(ADDRESS + "/revert", this::revert),
        Route.post(ADDRESS + "/choose", this::choose),
        Route.post(ADDRESS + "/unchoose", this::unchoose),
        Route.post(ADDRESS + "/refresh", this::refresh));
  }

  /// @param by who says it, as people call them
  /// @param counts whether that is what is shown
  public record Said(String by, String value, String language, boolean counts, String day) {}

  /// All that is said under one key.
  ///
  /// @param isYours a person has said it, and can take it back
  /// @param value what counts
  public record Row(
      String id,
      String group,
      String key,
      String name,
      String language,
      String value,
      boolean isYours,
      boolean isLong,
      List<Said> said) {}

  public record Group(String name, List<Row> rows) {}

  /// @param key what is sent if it is chosen
  public record Choice(String key, String title, String detail, int percent, boolean isChosen) {}

  public record Offer(
      String grabber, String name, List<Choice> choices, boolean isNone, boolean isChosen) {}

  /// @param mood colours the outcome
  public record Stage(String name, String outcome, String mood, String note) {}

  public record MetadataPage(
      Frame frame,
      String id,
      String title,
      List<Group> groups,
      List<Offer> offers,
      List<Stage> stages,
      boolean isBusy,
      String error) {
    public String address(String action) {
      return "/items/" + id + "/metadata" + (action.isEmpty() ? "" : "/" + action);
    }
  }

  private record Known(
      List<Metadata> said,
      List<Outcome> outcomes,
      List<String> languages,
      Map<String, List<Candidate>> candidates,
      Map<String, String> chosen,
      boolean isBusy) {}

  private Known known(Database.Tables tables, Item item) {
    var candidates = new LinkedHashMap<String, List<Candidate>>();
    var chosen = new LinkedHashMap<String, String>();
    for (var grabber : grabbers.all()) {
      var id = grabber.profile().id();
      candidates.put(id, tables.enrichment().candidates(item.id(), id));
      tables.enrichment().chosen(item.id(), id).ifPresent(key -> chosen.put(id, key));
    }
    boolean isBusy =
        tables.jobs().of(item.id()).stream()
            .anyMatch(job -> job.isOpen() && Stages.isOne(job.kind()));
    return new Known(
        tables.items().metadata(item.id()),
        tables.enrichment().outcomes(item.id()),
        GrabberSettings.languages(tables.settings()),
        candidates,
        chosen,
        isBusy);
  }

  private Response show(Request request) {
    return show(request, 200, "");
  }

  private Response show(Request request, int status, String error) {
    var item = editable(request);
    var known = database.read(tables -> known(tables, item));
    var page =
        new MetadataPage(
            pages.frame(request, "About “" + Cards.title(item) + "”"),
            item.id().value(),
            Cards.title(item),
            groups(known),
            offers(known),
            stages(known),
            known.isBusy(),
            error);
    return pages.render(status, "metadata", page);
  }

  private Item editable(Request request) {
    var item =
        items
            .find(id(request), request.actor())
            .orElseThrow(() -> new ProblemException(404, "Not found", "There is no such item."));
    if (!request.actor().canEdit(item)) {
      throw new ProblemException(403, "Not yours", "Only those who may edit it see who says what.");
    }
    return item;
  }

  private static ItemId id(Request request) {
    return new ItemId(request.parameter("id"));
  }

  private List<Group> groups(Known known) {
    var counts = Merge.of(known.said(), known.languages());
    var byGroup = new LinkedHashMap<String, Map<String, List<Metadata>>>();
    for (var one : known.said()) {
      if (!one.value().isBlank()) {
        byGroup
            .computeIfAbsent(one.group(), _ -> new LinkedHashMap<>())
            .computeIfAbsent(one.key(), _ -> new ArrayList<>())
            .add(one);
      }
    }
    var groups = new ArrayList<Group>();
    byGroup.forEach((group, keys) -> {
      var rows = new ArrayList<Row>();
      keys.forEach((key, said) -> rows.add(row(group, key, said, counts)));
      groups.add(new Group(Texts.capital(group), rows));
    });
    groups.sort((one, other) -> rank(one) - rank(other));
    return groups;
  }

  private static int rank(Group group) {
    return switch (group.name()) {
      case "Titles" -> 0;
      case "Entities" -> 1;
      case "Technical" -> 3;
      default -> 2;
    };
  }

  private Row row(String group, String key, List<Metadata> said, List<Metadata> counts) {
    var views =
        said.stream()
            .map(one ->
                new Said(
                    name(one.provider()),
                    shortened(one.value()),
                    one.language(),
                    counts.contains(one),
                    Texts.day(one.at())))
            .toList();
    var best = said.stream().filter(counts::contains).findFirst().orElse(said.getFirst());
    boolean isYours = said.stream().anyMatch(one -> one.provider().equals(Corrections.PERSON));
    return new Row(
        group + "-" + key,
        group,
        key,
        Texts.capital(key.replace('_', ' ')),
        isYours ? yours(said).language() : "",
        best.value(),
        isYours,
        best.value().length() > 80 || best.value().contains("\n"),
        views);
  }

  private static Metadata yours(List<Metadata> said) {
    return said.stream()
        .filter(one -> one.provider().equals(Corrections.PERSON))
        .findFirst()
        .orElseThrow();
  }

  private static String shortened(String value) {
    return value.length() <= VALUE_SHOWN_MAX ? value : value.substring(0, VALUE_SHOWN_MAX) + "…";
  }

  private String name(String provider) {
    return switch (provider) {
      case Corrections.PERSON -> "A person";
      case "embedded" -> "The file";
      case "name" -> "The file’s name";
      default -> grabbers.find(provider).map(it -> it.profile().name()).orElse(provider);
    };
  }

  private List<Offer> offers(Known known) {
    var offers = new ArrayList<Offer>();
    for (var grabber : grabbers.all()) {
      var id = grabber.profile().id();
      var candidates = known.candidates().getOrDefault(id, List.of());
      var chosen = known.chosen().get(id);
      if (!candidates.isEmpty() || chosen != null) {
        offers.add(offer(grabber, candidates, chosen));
      }
    }
    return offers;
  }

  private static Offer offer(Grabber grabber, List<Candidate> candidates, @Nullable String chosen) {
    var choices =
        candidates.stream()
            .map(it ->
                new Choice(
                    it.key(),
                    it.title(),
                    it.detail(),
                    (int) Math.round(it.score() * 100),
                    it.key().equals(chosen)))
            .toList();
    var profile = grabber.profile();
    return new Offer(profile.id(), profile.name(), choices, "".equals(chosen), chosen != null);
  }

  private List<Stage> stages(Known known) {
    return known.outcomes().stream()
        .map(outcome ->
            new Stage(
                stageName(outcome.stage()),
                words(outcome.kind()),
                mood(outcome.kind()),
                note(outcome)))
        .toList();
  }

  private String stageName(String stage) {
    return switch (stage) {
      case Stages.PARSE -> "The file’s name";
      case Stages.DOWNLOAD -> "Downloads";
      case Stages.ENDING -> "All together";
      default -> name(stage);
    };
  }

  private static String words(Outcome.Kind kind) {
    return switch (kind) {
      case DONE -> "done";
      case NOTHING -> "nothing there";
      case FAILED -> "not answered";
    };
  }

  private static String mood(Outcome.Kind kind) {
    return switch (kind) {
      case DONE -> "published";
      case NOTHING -> "queued";
      case FAILED -> "failed";
    };
  }

  private static String note(Outcome outcome) {
    var until = outcome.until();
    var again = until == null ? "" : "asked again from " + Texts.day(until);
    return outcome.reason().isEmpty()
        ? again
        : outcome.reason() + (again.isEmpty() ? "" : "; " + again);
  }

  private Response say(Request request) throws IOException {
    var form = Form.of(request);
    var value = form.text("value");
    if (value.length() > VALUE_LENGTH_MAX) {
      return show(request, 422, "That is too long.");
    }
    var subject = subject(form);
    return changed(request, (id, actor) -> corrections.say(id, subject, value, actor));
  }

  private Response revert(Request request) throws IOException {
    var subject = subject(Form.of(request));
    return changed(request, (id, actor) -> corrections.revert(id, subject, actor));
  }

  private static Corrections.Subject subject(Form form) {
    return new Corrections.Subject(form.text("group"), form.text("key"), form.text("language"));
  }

  private Response choose(Request request) throws IOException {
    var form = Form.of(request);
    var grabber = known(form.text("grabber"));
    return changed(
        request, (id, actor) -> corrections.choose(id, grabber, form.text("choice"), actor));
  }

  private Response unchoose(Request request) throws IOException {
    var grabber = known(Form.of(request).text("grabber"));
    return changed(request, (id, actor) -> corrections.unchoose(id, grabber, actor));
  }

  private String known(String grabber) {
    return Optional.of(grabber)
        .filter(id -> grabbers.find(id).isPresent())
        .orElseThrow(() -> new ProblemException(404, "Not found", "There is no such grabber."));
  }

  private Response refresh(Request request) {
    editable(request);
    return changed(request, items::demand);
  }

  private interface Change {
    Items.Change make(ItemId id, Actor actor);
  }

  private Response changed(Request request, Change change) {
    var id = id(request);
    return switch (change.make(id, request.actor())) {
      case Items.Change.Made _ -> Response.seeOther("/items/" + id.value() + "/metadata");
      case Items.Change.Unknown _ ->
          throw new ProblemException(404, "Not found", "There is no such item.");
      case Items.Change.Forbidden _ ->
          throw new ProblemException(403, "Not yours", "Only those who may edit it change that.");
      case Items.Change.Impossible(var why) -> show(request, 422, Texts.capital(why) + ".");
    };
  }
}
