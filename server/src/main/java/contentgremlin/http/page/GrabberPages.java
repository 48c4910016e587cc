package contentgremlin.http.page;

import static java.util.stream.Collectors.toMap;

import contentgremlin.engine.enrich.GrabberSettings;
import contentgremlin.enrich.EnrichmentStore;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.ProviderStore;
import contentgremlin.enrich.Stages;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.store.SettingStore;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Who describes items and whom they ask, for administrators: nobody outside is asked before they
/// say so here.
public final class GrabberPages {
  private static final String ADDRESS = "/admin/metadata";
  private static final String NONE = "none";

  private final Pages pages;
  private final GrabberSettings grabbers;
  private final Database database;

  public GrabberPages(Pages pages, GrabberSettings grabbers, Database database) {
    this.pages = pages;
    this.grabbers = grabbers;
    this.database = database;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, request -> show(request, 200, "", "")),
        Route.post(ADDRESS + "/provider", this::provider),
        Route.post(ADDRESS + "/grabber", this::grabber));
  }

  /// @param counts how much came of it, in words
  public record GrabberRow(
      String id, String name, String capability, boolean isOn, String counts) {}

  /// @param state in a word; `mood` colours it
  /// @param hasKey whether one is kept; it is never shown
  public record ProviderRow(
      String id,
      String name,
      String host,
      List<String> gives,
      boolean isOn,
      boolean needsKey,
      boolean hasKey,
      String state,
      String mood,
      String note,
      String counts) {}

  /// @param errorId whom the error is about
  public record GrabbersPage(
      Frame frame,
      List<GrabberRow> local,
      List<ProviderRow> providers,
      String waiting,
      String ended,
      String error,
      String errorId) {
    public boolean hasAnyOn() {
      return providers.stream().anyMatch(ProviderRow::isOn);
    }
  }

  private record Known(
      Set<String> providers,
      Set<String> off,
      Map<String, String> values,
      List<EnrichmentStore.Count> counts,
      List<ProviderStore.Standing> standings,
      long waiting) {}

  private Known known(Database.Tables tables) {
    return new Known(
        chosen(tables.settings()),
        words(Setting.GRABBERS_OFF.text(tables.settings())),
        tables.settings().all(),
        tables.enrichment().counts(),
        tables.providers().standings(),
        tables.enrichment().countDue());
  }

  private Set<String> chosen(SettingStore settings) {
    var words = words(Setting.PROVIDERS.text(settings));
    return words.contains(Setting.ALL) ? new LinkedHashSet<>(providers().keySet()) : words;
  }

  private static Set<String> words(String text) {
    var words = new LinkedHashSet<String>();
    Stream.of(text.split("[,\\s]+"))
        .filter(word -> !word.isEmpty() && !word.equals(NONE))
        .forEach(words::add);
    return words;
  }

  private Map<String, Provider> providers() {
    var all = new LinkedHashMap<String, Provider>();
    for (var grabber : grabbers.all()) {
      grabber.profile().asked().ifPresent(provider -> all.putIfAbsent(provider.id(), provider));
    }
    return all;
  }

  private Response show(Request request, int status, String error, String errorId) {
    Administration.require(request);
    var known = database.read(this::known);
    var local =
        grabbers.all().stream()
            .filter(grabber -> !grabber.profile().isNetworked())
            .map(grabber -> row(grabber, known))
            .toList();
    var rows = providers().values().stream().map(provider -> row(provider, known)).toList();
    var page =
        new GrabbersPage(
            pages.frame(request, "Descriptions"),
            local,
            rows,
            "%,d".formatted(known.waiting()),
            "%,d".formatted(count(known, Stages.ENDING, Outcome.Kind.DONE)),
            error,
            errorId);
    return pages.render(status, "admin-metadata", page);
  }

  private static GrabberRow row(Grabber grabber, Known known) {
    var profile = grabber.profile();
    return new GrabberRow(
        profile.id(),
        profile.name(),
        profile.capability(),
        !known.off().contains(profile.id()),
        counts(known, List.of(profile.id())));
  }

  private ProviderRow row(Provider provider, Known known) {
    var asking =
        grabbers.all().stream()
            .map(Grabber::profile)
            .filter(profile -> provider.id().equals(profile.asked().map(Provider::id).orElse("")))
            .toList();
    boolean isOn = known.providers().contains(provider.id());
    boolean needsKey = provider.key() == Provider.Key.NEEDED;
    boolean hasKey = !known.values().getOrDefault(provider.keySetting(), "").isBlank();
    var standing =
        known.standings().stream()
            .collect(toMap(ProviderStore.Standing::provider, Function.identity()))
            .get(provider.id());
    var closed = standing == null ? null : standing.closedUntil();
    String state =
        !isOn
            ? "not asked"
            : needsKey && !hasKey ? "needs a key" : closed != null ? "resting" : "asked";
    String mood =
        switch (state) {
          case "asked" -> "published";
          case "not asked" -> "queued";
          default -> "offline";
        };
    return new ProviderRow(
        provider.id(),
        provider.name(),
        URI.create(provider.address()).getHost(),
        asking.stream().map(profile -> profile.capability()).toList(),
        isOn,
        needsKey,
        hasKey,
        state,
        mood,
        isOn && closed != null && standing != null ? standing.reason() : "",
        counts(known, asking.stream().map(profile -> profile.id()).toList()));
  }

  private static long count(Known known, String stage, Outcome.Kind kind) {
    return known.counts().stream()
        .filter(count -> count.stage().equals(stage) && count.kind() == kind)
        .mapToLong(EnrichmentStore.Count::number)
        .sum();
  }

  private static String counts(Known known, List<String> stages) {
    long done = sum(known, stages, Outcome.Kind.DONE);
    long nothing = sum(known, stages, Outcome.Kind.NOTHING);
    long failed = sum(known, stages, Outcome.Kind.FAILED);
    var parts = new ArrayList<String>();
    if (done > 0) {
      parts.add("knew %,d".formatted(done));
    }
    if (nothing > 0) {
      parts.add("had nothing of %,d".formatted(nothing));
    }
    if (failed > 0) {
      parts.add("to be asked again about %,d".formatted(failed));
    }
    return String.join(", ", parts);
  }

  private static long sum(Known known, List<String> stages, Outcome.Kind kind) {
    return stages.stream().mapToLong(stage -> count(known, stage, kind)).sum();
  }

  private Response provider(Request request) throws IOException {
    Administration.require(request);
    var form = Form.of(request);
    var provider = providers().get(form.text("provider"));
    if (provider == null) {
      throw new ProblemException(404, "Not found", "There is no such provider.");
    }
    boolean on = form.text("on").equals("true");
    var key = form.text("key").strip();
    if (key.length() > Setting.LENGTH_MAX) {
      return show(request, 422, "That key is too long.", provider.id());
    }
    database.write(tables -> {
      if (!key.isEmpty()) {
        tables.settings().put(provider.keySetting(), key);
        tables.providers().reopen(provider.id());
      }
      var words = chosen(tables.settings());
      put(tables.settings(), Setting.PROVIDERS, words, provider.id(), on);
      return words;
    });
    return Response.seeOther(ADDRESS);
  }

  private Response grabber(Request request) throws IOException {
    Administration.require(request);
    var form = Form.of(request);
    var id = form.text("grabber");
    if (grabbers.find(id).isEmpty()) {
      throw new ProblemException(404, "Not found", "There is no such grabber.");
    }
    boolean off = !form.text("on").equals("true");
    database.write(tables -> {
      var words = words(Setting.GRABBERS_OFF.text(tables.settings()));
      put(tables.settings(), Setting.GRABBERS_OFF, words, id, off);
      return words;
    });
    return Response.seeOther(ADDRESS);
  }

  private static void put(
      SettingStore settings, Setting setting, Set<String> words, String word, boolean has) {
    if (has) {
      words.add(word);
    } else {
      words.remove(word);
    }
    settings.put(setting.word(), words.isEmpty() ? NONE : String.join(", ", words));
  }
}
