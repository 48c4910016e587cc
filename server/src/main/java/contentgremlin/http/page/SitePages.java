package contentgremlin.http.page;

import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What browsers and crawlers ask every site for, and the colours.
final class SitePages {
  private static final int YEAR_SECONDS = 365 * 24 * 3600;

  private final Assets assets;
  private final Database database;

  SitePages(Assets assets, Database database) {
    this.assets = assets;
    this.database = database;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/assets/{path...}", assets.handler()),
        Route.get("/favicon.ico", assets.handlerFor("icon-32.png")),
        Route.get("/manifest.webmanifest", this::manifest),
        Route.get("/robots.txt", this::robots),
        Route.post("/theme", this::theme));
  }

  private Response manifest(Request request) {
    var name = database.read(tables -> Setting.SITE_NAME.text(tables.settings()));
    var icons =
        List.of(
            icon("icon.svg", "any", "image/svg+xml"),
            icon("icon-192.png", "192x192", "image/png"),
            icon("icon-512.png", "512x512", "image/png"));
    return new Response.Text(
        200,
        List.of(new Response.Header("Cache-Control", "public, max-age=3600")),
        "application/manifest+json",
        JsonMapper.shared()
            .writeValueAsBytes(
                Map.of(
                    "name", name,
                    "short_name", name,
                    "start_url", "/",
                    "display", "standalone",
                    "background_color", "#14201a",
                    "theme_color", "#14201a",
                    "icons", icons)));
  }

  private Map<String, String> icon(String name, String sizes, String type) {
    return Map.of("src", assets.address(name), "sizes", sizes, "type", type);
  }

  private Response robots(Request request) {
    var text =
        """
        User-agent: *
        Disallow: /admin/
        Disallow: /api/
        Disallow: /account
        Disallow: /login
        Disallow: /search
        """;
    return new Response.Text(
        200,
        List.of(new Response.Header("Cache-Control", "public, max-age=86400")),
        "text/plain; charset=utf-8",
        text.getBytes(StandardCharsets.UTF_8));
  }

  /// Remembers the colours without script; with script the page does the same by itself.
  private Response theme(Request request) throws IOException {
    var form = Form.of(request);
    var theme = Theme.of(form.text("theme"));
    int age = theme == Theme.AUTO ? 0 : YEAR_SECONDS;
    return Response.seeOther(LoginPages.local(form.text("back")))
        .with(
            "Set-Cookie",
            Theme.COOKIE + "=" + theme.word() + "; Path=/; SameSite=Lax; Max-Age=" + age);
  }
}
