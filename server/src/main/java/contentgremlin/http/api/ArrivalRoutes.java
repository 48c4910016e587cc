package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.account.Actor;
import contentgremlin.arrival.Told;
import contentgremlin.engine.arrival.Arrivals;
import contentgremlin.engine.arrival.Importers;
import contentgremlin.engine.arrival.Wanted;
import contentgremlin.extension.Importer;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.Visibility;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/api/v1/imports`: brings over what another server has. For the operator alone, since it reads
/// whatever it is told to.
public final class ArrivalRoutes {
  static final String ADDRESS = "/api/v1/imports";

  private static final String ONE = ADDRESS + "/{importer}";
  private static final int VALUE_LENGTH_MAX = 4_096;
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");
  private static final int PEOPLE_MAX = 1_000;
  private static final int NAMES_LENGTH_MAX = 400;
  private static final int RECORDS_MAX = 1_000;
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Arrivals arrivals;

  public ArrivalRoutes(Arrivals arrivals) {
    this.arrivals = arrivals;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::importers),
        Route.get(ONE, this::last),
        Route.post(ONE, this::begin),
        Route.get(ONE + "/records", this::records));
  }

  /// @param kind of its value: database, folder or text
  record OptionView(String name, String kind, boolean required, String meaning) {}

  /// @param id what it is called in addresses, and by `gremlin import`
  record ImporterView(String id, String title, List<OptionView> options) {
    static ImporterView of(Importers.Offered one) {
      return new ImporterView(
          one.id(),
          one.title(),
          one.options().stream()
              .map(option ->
                  new OptionView(option.name(), option.kind(), option.required(), option.meaning()))
              .toList());
    }
  }

  record Listing(List<ImporterView> importers) {}

  private Response importers(Request request) {
    requireOperator(request);
    return Response.ok(new Listing(arrivals.offered().stream().map(ImporterView::of).toList()));
  }

  /// @param number of this import, since the server's start
  /// @param expected about how many records there are
  /// @param counts how many records became what, so far
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RunView(
      long number,
      boolean running,
      boolean dryRun,
      String started,
      @Nullable String ended,
      long expected,
      Map<String, Long> counts,
      @Nullable String problem) {
    static RunView of(Arrivals.Run run) {
      var errand = run.errand();
      var ended = errand.ended();
      var counts = new TreeMap<String, Long>();
      run.report().counts().forEach((result, count) -> counts.put(result.word(), count));
      return new RunView(
          errand.number(),
          errand.isRunning(),
          run.wanted().dryRun(),
          errand.started().toString(),
          ended == null ? null : ended.toString(),
          run.report().expected(),
          counts,
          errand.problem().isEmpty() ? null : errand.problem());
    }
  }

  /// @param id a number if it looks like one, else a text
  /// @param target the page of what it is here; left out if it is nowhere
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RecordView(
      String kind,
      Object id,
      String name,
      String result,
      @Nullable String target,
      @Nullable String reason) {
    static RecordView of(Told told) {
      return new RecordView(
          told.kind(),
          NUMBER.matcher(told.record()).matches()
              ? (Object) Long.valueOf(told.record())
              : told.record(),
          told.name(),
          told.result().word(),
          told.target().isEmpty() ? null : told.target(),
          told.note().isEmpty() ? null : told.note());
    }
  }

  /// @param next how many there were up to here
  record Records(List<RecordView> records, long next) {}

  private static void requireOperator(Request request) {
    Access.requireAdministrator(request);
    if (!(request.actor() instanceof Actor.Operator)) {
      throw Access.refused(request.actor(), "Only the operator may do this: “gremlin import”.");
    }
  }

  private Arrivals.Run known(Request request) {
    return arrivals
        .last(request.parameter("importer"))
        .orElseThrow(() ->
            new ProblemException(
                404, "Not found", "Nothing was imported by it since the server was started."));
  }

  private Response last(Request request) {
    requireOperator(request);
    return Response.ok(RunView.of(known(request)));
  }

  private Response records(Request request) {
    requireOperator(request);
    var run = known(request);
    int limit = Parameters.limit(request, RECORDS_MAX);
    int after = Parameters.countAfter(request);
    var told = run.report().list(after, limit);
    return Response.ok(
        new Records(told.stream().map(RecordView::of).toList(), after + (long) told.size()));
  }

  private Response begin(Request request) throws IOException {
    requireOperator(request);
    var importer = offered(request.parameter("importer"));
    var fields = Fields.of(request);
    var wanted =
        new Wanted(
            importer.id(),
            options(importer, fields),
            fields.flag("dryRun").orElse(false),
            fields.flag("administrators").orElse(false),
            fields.word("visibility", Visibility::of, "public, unlisted, private").orElse(null),
            people(fields.texts("people", PEOPLE_MAX, NAMES_LENGTH_MAX).orElse(List.of())));
    fields.done();
    switch (arrivals.begin(wanted)) {
      case Arrivals.Begun.Started _ -> {
        // Told below.
      }
      case Arrivals.Begun.Unknown(var why) -> throw unknown(why);
      case Arrivals.Begun.Busy _ ->
          throw new ProblemException(
              409, "Not now", "Another import is under way; wait for its end.");
    }
    try {
      arrivals.await(PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    var view = RunView.of(known(request));
    return view.running() ? new Response.Json(202, List.of(), view) : Response.ok(view);
  }

  private Importers.Offered offered(String importer) {
    return arrivals.offered(importer).orElseThrow(() -> unknown(arrivals.absence(importer)));
  }

  private static ProblemException unknown(String why) {
    return new ProblemException(404, "Not found", why);
  }

  private static Map<String, String> options(Importers.Offered importer, Fields fields) {
    var options = new HashMap<String, String>();
    for (var option : importer.options()) {
      var value = fields.text(option.name(), VALUE_LENGTH_MAX).orElse("");
      if (value.isEmpty() && option.required()) {
        throw Fields.wrong(option.name(), "is missing");
      }
      if (option.kind().equals(Importer.Option.FOLDER) && !value.isEmpty()) {
        requireFolder(option.name(), value);
      }
      options.put(option.name(), value);
    }
    return options;
  }

  private static void requireFolder(String field, String text) {
    try {
      if (Path.of(text).isAbsolute()) {
        return;
      }
    } catch (InvalidPathException _) {
      // Told below.
    }
    throw Fields.wrong(field, "must be an absolute path on the server's machine");
  }

  /// @param pairs "old=new"
  private static Map<String, String> people(List<String> pairs) {
    var people = new HashMap<String, String>();
    for (var pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 1 || equals == pair.length() - 1) {
        throw Fields.wrong("people", "must be names like OLD=NEW");
      }
      people.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return people;
  }
}
