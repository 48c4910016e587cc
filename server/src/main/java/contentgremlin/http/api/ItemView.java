package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.account.Actor;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An item as JSON shows it. What is null is left out.
///
/// @param path of a file that we mirror: only for those who see everything
/// @param reason why it failed: only for those who may edit it
/// @param duration in seconds
/// @param size of the original, in bytes
/// @param license an address that tells it, or its name; left out in listings
/// @param links by what they lead to; only to what is there
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ItemView(
    String id,
    String title,
    String description,
    List<String> tags,
    String type,
    String state,
    String source,
    String visibility,
    @Nullable String path,
    @Nullable String reason,
    @Nullable String owner,
    String created,
    @Nullable String published,
    @Nullable Double duration,
    @Nullable Integer width,
    @Nullable Integer height,
    long size,
    @Nullable String format,
    @Nullable String license,
    Map<String, String> links) {

  private static final double NANOS = 1e9;

  /// @param owner its owner's name, if it has one
  /// @param kinds what the item has been made into
  public static ItemView of(
      Item item, @Nullable String owner, Set<Rendition.Kind> kinds, Actor viewer) {
    var facts = item.facts();
    return new ItemView(
        item.id().value(),
        item.title(),
        item.description(),
        item.tags(),
        item.type().word(),
        item.state().word(),
        item.source().word(),
        item.visibility().word(),
        viewer.seesEverything() ? path(item.source()) : null,
        viewer.canEdit(item) ? reason(item.state()) : null,
        owner,
        item.created().toString(),
        published(item.state()),
        facts.duration().isZero() ? null : seconds(facts.duration()),
        facts.width() == 0 ? null : facts.width(),
        facts.height() == 0 ? null : facts.height(),
        item.source().size(),
        facts.format(),
        null,
        links(item, kinds));
  }

  ItemView with(@Nullable String newLicense) {
    return new ItemView(
        id,
        title,
        description,
        tags,
        type,
        state,
        source,
        visibility,
        path,
        reason,
        owner,
        created,
        published,
        duration,
        width,
        height,
        size,
        format,
        newLicense,
        links);
  }

  static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / NANOS;
  }

  private static @Nullable String path(Source source) {
    return switch (source) {
      case Source.Owned _ -> null;
      case Source.Mirrored(_, _, var path, _, _) -> path;
      case Source.External(var path, _, _) -> path;
    };
  }

  private static @Nullable String reason(Item.State state) {
    return switch (state) {
      case Item.State.Failed(var reason) -> reason;
      case Item.State.Trashed(_, var before) -> reason(before);
      case Item.State.Processing _,
          Item.State.Published _,
          Item.State.Missing _,
          Item.State.Offline _ ->
          null;
    };
  }

  private static @Nullable String published(Item.State state) {
    return switch (state) {
      case Item.State.Published(var at) -> at.toString();
      case Item.State.Offline(_, var before) -> published(before);
      case Item.State.Processing _,
          Item.State.Failed _,
          Item.State.Missing _,
          Item.State.Trashed _ ->
          null;
    };
  }

  private static Map<String, String> links(Item item, Set<Rendition.Kind> kinds) {
    var links = new LinkedHashMap<String, String>();
    var media = "/media/" + item.id().value() + "/";
    links.put("self", ItemRoutes.ADDRESS + "/" + item.id().value());
    links.put("page", "/items/" + item.id().value());
    if (hasOriginal(item)) {
      links.put("original", media + "original");
    }
    if (kinds.contains(Rendition.Kind.POSTER)) {
      links.put("poster", media + "poster");
      links.put("thumbnail", media + "thumbnail");
    }
    if (kinds.contains(Rendition.Kind.HLS)) {
      links.put("hls", media + "hls/master.m3u8");
    }
    return links;
  }

  /// Whether the original's bytes can be had.
  private static boolean hasOriginal(Item item) {
    return switch (item.state()) {
      case Item.State.Missing _, Item.State.Offline _ -> false;
      case Item.State.Processing _,
          Item.State.Published _,
          Item.State.Failed _,
          Item.State.Trashed _ ->
          !(item.source() instanceof Source.Owned owned && item.dropOriginal() && owned.isKept());
    };
  }
}
