package contentgremlin.http.page;

import contentgremlin.extend.Shown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What every page has around its content.
///
/// @param title of this page, without the site's name
/// @param path where we are, to mark the way in the navigation and to come back after logging in
/// @param query what stands in the search field
/// @param feed address of the Atom feed beside this page, or null
/// @param banner what everyone should know right now, e.g. maintenance, or the empty string
/// @param description for previews elsewhere, or the empty string
/// @param image absolute address of a picture for previews elsewhere, or null
/// @param sections ways to what libraries hold; only to what is there
/// @param footer what extensions show at the end of every page
/// @param refreshSeconds after which a browser without script should ask again; 0 for never
public record Frame(
    String title,
    String siteName,
    Viewer viewer,
    Theme theme,
    Assets assets,
    String path,
    String query,
    @Nullable String feed,
    String banner,
    String description,
    @Nullable String image,
    int refreshSeconds,
    List<Section> sections,
    List<Shown> footer) {

  /// A part of the site that has something in it.
  public record Section(String label, String address, Icon icon) {}

  public Frame {
    sections = List.copyOf(sections);
    footer = List.copyOf(footer);
  }

  public String asset(String name) {
    return assets.address(name);
  }

  public String fullTitle() {
    return title.isEmpty() ? siteName : title + " · " + siteName;
  }

  public boolean isAt(String prefix) {
    return prefix.equals("/") ? path.equals("/") : path.startsWith(prefix);
  }

  Frame withFeed(@Nullable String address) {
    return new Frame(
        title,
        siteName,
        viewer,
        theme,
        assets,
        path,
        query,
        address,
        banner,
        description,
        image,
        refreshSeconds,
        sections,
        footer);
  }

  Frame withQuery(String text) {
    return new Frame(
        title,
        siteName,
        viewer,
        theme,
        assets,
        path,
        text,
        feed,
        banner,
        description,
        image,
        refreshSeconds,
        sections,
        footer);
  }

  Frame withPreview(String text, @Nullable String picture) {
    return new Frame(
        title,
        siteName,
        viewer,
        theme,
        assets,
        path,
        query,
        feed,
        banner,
        text,
        picture,
        refreshSeconds,
        sections,
        footer);
  }

  Frame withRefresh(int seconds) {
    return new Frame(
        title,
        siteName,
        viewer,
        theme,
        assets,
        path,
        query,
        feed,
        banner,
        description,
        image,
        seconds,
        sections,
        footer);
  }
}
