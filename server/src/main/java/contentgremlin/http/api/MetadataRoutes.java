package contentgremlin.http.api;

import contentgremlin.account.Actor;
import contentgremlin.engine.Items;
import contentgremlin.engine.enrich.Corrections;
import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Outcome;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.store.Database;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/api/v1/items/{id}/metadata/…` and `/description`: what people say of items, who was asked, and
/// what came of it.
public final class MetadataRoutes {
  private static final String ITEM = "/api/v1/items/{id}";
  private static final String STATEMENT = ITEM + "/metadata/{group}/{key}";
  private static final String CHOICE = ITEM + "/choices/{grabber}";
  private static final int VALUE_LENGTH_MAX = 100_000;
  private static final int KEY_LENGTH_MAX = 1_000;

  private final Items items;
  private final Corrections corrections;
  private final Database database;

  public MetadataRoutes(Items items, Corrections corrections, Database database) {
    this.items = items;
    this.corrections = corrections;
    this.database = database;
  }

  public List<Route> routes() {
    return List.of(
        new Route("PUT", STATEMENT, this::say),
        new Route("DELETE", STATEMENT, this::revert),
        Route.get(ITEM + "/description", this::description),
        new Route("PUT", CHOICE, this::choose),
        new Route("DELETE", CHOICE, this::unchoose));
  }

  /// @param until not asked again before then
  record StageView(
      String stage,
      String outcome,
      String at,
      @Nullable String until,
      int failures,
      String reason) {
    static StageView of(Outcome outcome) {
      var until = outcome.until();
      return new StageView(
          outcome.stage(),
          outcome.kind().word(),
          outcome.at().toString(),
          until == null ? null : until.toString(),
          outcome.failures(),
          outcome.reason());
    }
  }

  record CandidateView(
      String grabber, String key, String title, String detail, double score, boolean chosen) {}

  record DescriptionView(List<StageView> stages, List<CandidateView> candidates) {}

  private Response say(Request request) throws IOException {
    var fields = Fields.of(request);
    var value = fields.requiredText("value", VALUE_LENGTH_MAX);
    var language = fields.text("language", KEY_LENGTH_MAX).orElse("");
    fields.done();
    var subject = subject(request, language);
    return answer(request, (id, actor) -> corrections.say(id, subject, value, actor));
  }

  private Response revert(Request request) {
    var subject = subject(request, request.query("language").orElse(""));
    return answer(request, (id, actor) -> corrections.revert(id, subject, actor));
  }

  private static Corrections.Subject subject(Request request, String language) {
    return new Corrections.Subject(request.parameter("group"), request.parameter("key"), language);
  }

  private Response description(Request request) {
    var item = editable(request);
    return Response.ok(
        database.read(tables -> {
          var outcomes = tables.enrichment().outcomes(item.id());
          var candidates =
              outcomes.stream()
                  .flatMap(outcome ->
                      tables.enrichment().candidates(item.id(), outcome.stage()).stream()
                          .map(candidate ->
                              view(
                                  outcome.stage(),
                                  candidate,
                                  tables
                                      .enrichment()
                                      .chosen(item.id(), outcome.stage())
                                      .orElse(null))))
                  .toList();
          return new DescriptionView(outcomes.stream().map(StageView::of).toList(), candidates);
        }));
  }

  private static CandidateView view(String grabber, Candidate candidate, @Nullable String chosen) {
    return new CandidateView(
        grabber,
        candidate.key(),
        candidate.title(),
        candidate.detail(),
        candidate.score(),
        candidate.key().equals(chosen));
  }

  private Item editable(Request request) {
    var item = items.find(id(request), request.actor()).orElseThrow(MetadataRoutes::unknown);
    if (!request.actor().canEdit(item)) {
      throw refused(request);
    }
    return item;
  }

  private Response choose(Request request) throws IOException {
    var fields = Fields.of(request);
    var key = fields.requiredText("key", KEY_LENGTH_MAX);
    fields.done();
    var grabber = request.parameter("grabber");
    return answer(request, (id, actor) -> corrections.choose(id, grabber, key, actor));
  }

  private Response unchoose(Request request) {
    var grabber = request.parameter("grabber");
    return answer(request, (id, actor) -> corrections.unchoose(id, grabber, actor));
  }

  private interface Change {
    Items.Change make(ItemId id, Actor actor);
  }

  private static Response answer(Request request, Change change) {
    return switch (change.make(id(request), request.actor())) {
      case Items.Change.Made _ -> Response.noContent();
      case Items.Change.Unknown _ -> throw unknown();
      case Items.Change.Forbidden _ -> throw refused(request);
      case Items.Change.Impossible(var why) ->
          throw new ProblemException(422, "Unprocessable content", why);
    };
  }

  private static ProblemException refused(Request request) {
    return Access.refused(request.actor(), "Only those who may edit the item may do this.");
  }

  private static ProblemException unknown() {
    return new ProblemException(404, "Not found", "There is no such item.");
  }

  private static ItemId id(Request request) {
    return new ItemId(request.parameter("id"));
  }
}
