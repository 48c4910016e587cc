package contentgremlin.http.page;

import contentgremlin.account.Actor;
import contentgremlin.extend.Shown;
import contentgremlin.extension.Fragment;
import contentgremlin.http.ErrorPages;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.item.Item;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.store.StoreException;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Turns models into pages. Thread-safe.
public final class Pages implements ErrorPages {
  /// Nothing on a page comes from anywhere but this server, and nothing written into a page by a
  /// person can run or style itself.
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
          + "media-src 'self' blob:; connect-src 'self'; font-src 'self'; worker-src 'self' blob:; "
          + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

  private static final List<Response.Header> HEADERS =
      List.of(
          new Response.Header("Content-Security-Policy", POLICY),
          new Response.Header("Referrer-Policy", "same-origin"),
          new Response.Header("X-Content-Type-Options", "nosniff"),
          new Response.Header("Cross-Origin-Opener-Policy", "same-origin"),
          // Pages differ by person and change: ask again, but keep them for going back.
          new Response.Header("Cache-Control", "private, no-cache"),
          new Response.Header("Vary", "Cookie"));

  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), "contentgremlin.pages");
  private final Assets assets;
  private final Database database;
  private final Sections sections;
  private final Supplier<String> banner;
  private final Slots slots;

  /// What extensions show in the slots of pages.
  @FunctionalInterface
  public interface Slots {
    /// @param slot one of those of [Fragment]
    /// @param item whose page it is; null on other pages
    /// @param withPlace whether who looks may know where the item was taken
    List<Shown> show(String slot, @Nullable Item item, boolean withPlace);
  }

  /// @param banner what every page says on top right now, e.g. during maintenance; or ""
  public Pages(Assets assets, Database database, Supplier<String> banner, Slots slots) {
    this.assets = assets;
    this.database = database;
    this.sections = new Sections(database);
    this.banner = banner;
    this.slots = slots;
  }

  /// With nothing in the slots.
  public Pages(Assets assets, Database database, Supplier<String> banner) {
    this(assets, database, banner, (_, _, _) -> List.of());
  }

  /// @param slot of a page that is no item's
  List<Shown> shown(String slot) {
    return slots.show(slot, null, false);
  }

  List<Shown> shown(Item item, Actor actor) {
    return slots.show(Fragment.ITEM, item, actor.seesPlace(item));
  }

  Frame frame(Request request, String title) {
    return frame(request, title, siteName(), sections.of(request.actor()), shown(Fragment.FOOTER));
  }

  private String siteName() {
    return database.read(tables -> Setting.SITE_NAME.text(tables.settings()));
  }

  private String siteNameIfKnown() {
    try {
      return siteName();
    } catch (StoreException _) {
      return Setting.SITE_NAME.fallback();
    }
  }

  private Frame frame(
      Request request,
      String title,
      String siteName,
      List<Frame.Section> sections,
      List<Shown> footer) {
    return new Frame(
        title,
        siteName,
        Viewer.of(request.actor()),
        Theme.of(request),
        assets,
        request.path(),
        "",
        null,
        banner.get(),
        "",
        null,
        0,
        sections,
        footer);
  }

  Response.Text render(int status, String template, Object model) {
    var out = new Utf8ByteOutput();
    templates.render(template + ".jte", model, out);
    return new Response.Text(status, HEADERS, "text/html; charset=utf-8", out.toByteArray());
  }

  /// Does without the database if that is what is broken.
  @Override
  public Response page(Request request, Response.Problem problem) {
    var frame = frame(request, problem.title(), siteNameIfKnown(), List.of(), List.of());
    return render(
        problem.status(),
        "error",
        new ErrorPage(frame, problem.status(), problem.title(), problem.detail()));
  }
}
