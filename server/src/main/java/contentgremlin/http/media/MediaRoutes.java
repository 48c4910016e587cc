package contentgremlin.http.media;

import contentgremlin.engine.library.LibraryPictures;
import contentgremlin.http.Disposition;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.job.JobId;
import contentgremlin.store.Database;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/// The bytes of items below `/media`. Every request looks up anew whether its actor may see the
/// item; if not, the address does not exist. Thread-safe.
public final class MediaRoutes {
  /// A master playlist has a line or two per rung.
  private static final long PLAYLIST_MAX = 1024 * 1024;

  private final Database database;
  private final Vault vault;

  private final LibraryPictures pictures;
  private final Subtitles subtitles;

  /// @param pictures of what is in libraries
  public MediaRoutes(Database database, Vault vault, LibraryPictures pictures) {
    this.database = database;
    this.vault = vault;
    this.pictures = pictures;
    this.subtitles = new Subtitles(database, vault);
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/media/{item}/original", this::original),
        Route.get("/media/{item}/poster", request -> picture(request, "poster")),
        Route.get("/media/{item}/thumbnail", request -> picture(request, "thumbnail")),
        Route.get("/media/{item}/series", this::series),
        Route.get("/media/{item}/text/{file}", this::text),
        Route.get("/media/{item}/hls/master.m3u8", this::master),
        Route.get("/media/{item}/hls/{job}/{path...}", this::stream),
        Route.get("/media/{item}/r/{rendition}/{path...}", this::rendition));
  }

  private Response original(Request request) throws IOException {
    var item = find(request, (_, found) -> Optional.of(found));
    var path = Places.original(vault, item);
    var inline = Inline.of(item.facts().format());
    boolean isShown = inline.isSafe() && request.query("download").isEmpty();
    var name = item.source().name();
    var file =
        new Response.File(
            200,
            List.of(),
            path,
            inline.mediaType(),
            etag(item, path),
            cacheOf(item),
            isShown ? null : name);
    return (isShown ? file.with("Content-Disposition", Disposition.inline(name)) : file)
        .with("Content-Security-Policy", isShown ? inline.policy() : Inline.SANDBOX);
  }

  private static String etag(Item item, Path path) throws IOException {
    return switch (item.source()) {
      case Source.Owned owned -> owned.digest().hex();
      case Source.Mirrored _, Source.External _ -> etagOfPresent(path);
    };
  }

  /// Not ours, so it may change: then its time or size does.
  private static String etagOfPresent(Path path) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    var time = attributes.lastModifiedTime().toInstant();
    return Long.toHexString(attributes.size())
        + "-"
        + Long.toHexString(time.getEpochSecond())
        + "."
        + Integer.toHexString(time.getNano());
  }

  /// Poster or thumbnail, in the smallest format that the browser says it can show.
  private Response picture(Request request, String name) throws InterruptedException {
    var item = find(request, (_, found) -> Optional.of(found));
    return switch (item.source()) {
      case Source.Mirrored _ -> mirrored(request, item, name);
      case Source.Owned _, Source.External _ ->
          database
              .read(tables -> tables.items().rendition(item.id(), Rendition.Kind.POSTER))
              .map(poster -> poster(request, item, poster, name))
              .orElseThrow(MediaRoutes::unknown);
    };
  }

  private Response poster(Request request, Item item, Rendition poster, String name) {
    var file = Accepted.choose(poster, name, request).orElseThrow(MediaRoutes::unknown);
    return file(new Sent(item, file), cacheOf(item)).with("Vary", "Accept");
  }

  /// The picture of the series that an episode of a library belongs to.
  private Response series(Request request) throws InterruptedException {
    var item = find(request, (_, found) -> Optional.of(found));
    return picture(request, item, "poster", pictures.showSeries(item));
  }

  private Response mirrored(Request request, Item item, String name) throws InterruptedException {
    return picture(request, item, name, pictures.show(item));
  }

  /// What was not scaled yet is sent as it is.
  private Response picture(Request request, Item item, String name, LibraryPictures.Shown shown) {
    return switch (shown) {
      case LibraryPictures.Shown.Made(var poster) -> poster(request, item, poster, name);
      case LibraryPictures.Shown.Whole(var path, var format, var mark) ->
          new Response.File(200, List.of(), path, format.mediaType(), mark, cacheOf(item), null)
              .with("Content-Security-Policy", Inline.of(format.mediaType()).policy())
              .with("Vary", "Accept");
      case LibraryPictures.Shown.Bytes(var bytes, var format, var mark) ->
          Whole.of(request, bytes, format.mediaType(), mark, cacheOf(item));
      case LibraryPictures.Shown.Pending() -> Placeholder.answer();
      case LibraryPictures.Shown.None() -> throw unknown();
    };
  }

  /// `{number}.vtt`: subtitles that lie beside a film of a library.
  private Response text(Request request) {
    var item = find(request, (_, found) -> Optional.of(found));
    var number = request.parameter("file").replaceFirst("\\.vtt\\z", "");
    return subtitles.answer(request, item, number(number), cacheOf(item));
  }

  /// The stable address of a stream. What it refers to stands below the number of the job that made
  /// it, so that a player never mixes two of them.
  private Response master(Request request) throws IOException {
    var hls =
        find(request, (tables, item) -> tables.items().rendition(item.id(), Rendition.Kind.HLS));
    var text =
        Playlist.below(read(vault.path(hls.folder() + "/master.m3u8")), hls.job().value() + "/");
    return new Response.Text(
            200, List.of(), MediaTypes.PLAYLIST, text.getBytes(StandardCharsets.UTF_8))
        .with("Cache-Control", "private, no-cache");
  }

  private static String read(Path path) throws IOException {
    try {
      if (Files.size(path) > PLAYLIST_MAX) {
        throw new IOException("The playlist " + path + " is longer than any that we make.");
      }
      return Files.readString(path);
    } catch (NoSuchFileException _) {
      throw gone("The stream of this item is not here.");
    }
  }

  private Response stream(Request request) {
    return stored(request, Rendition.Kind.HLS, request.parameter("job"));
  }

  /// `{kind}-{job}`
  private Response rendition(Request request) {
    var name = request.parameter("rendition");
    int dash = name.indexOf('-');
    var kind =
        List.of(Rendition.Kind.values()).stream()
            .filter(known -> dash > 0 && known.word().equals(name.substring(0, dash)))
            .findFirst()
            .orElseThrow(MediaRoutes::unknown);
    return stored(request, kind, name.substring(dash + 1));
  }

  private Response stored(Request request, Rendition.Kind kind, String jobText) {
    var job = new JobId(number(jobText));
    var found =
        find(
            request,
            (tables, item) ->
                tables
                    .files()
                    .find(Rendition.folder(item.id(), kind, job) + "/" + request.parameter("path"))
                    .map(file -> new Sent(item, file)));
    // Its address names its content, but only public things may stay in caches that others use.
    var cache = cacheOf(found.item());
    return file(found, cache == Response.File.Cache.PUBLIC ? Response.File.Cache.IMMUTABLE : cache);
  }

  private static long number(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw unknown();
    }
    return Long.parseLong(text);
  }

  private record Sent(Item item, StoredFile file) {}

  private Response file(Sent sent, Response.File.Cache cache) {
    var file = sent.file();
    var type = MediaTypes.of(file);
    return new Response.File(
            200, List.of(), vault.path(file.path()), type, file.digest().hex(), cache, null)
        .with("Content-Security-Policy", Inline.of(type).policy());
  }

  private interface Lookup<T> {
    Optional<T> in(Database.Tables tables, Item item);
  }

  /// @throws ProblemException 404, also for what the actor may not see
  private <T> T find(Request request, Lookup<T> lookup) {
    var actor = request.actor();
    var id = itemId(request.parameter("item"));
    return database
        .read(tables ->
            tables.items().find(id).filter(actor::canSee).flatMap(item -> lookup.in(tables, item)))
        .orElseThrow(MediaRoutes::unknown);
  }

  private static ItemId itemId(String text) {
    try {
      return new ItemId(text);
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
  }

  private static Response.File.Cache cacheOf(Item item) {
    boolean isForAll =
        item.isPublished()
            && switch (item.visibility()) {
              case PUBLIC, UNLISTED -> true;
              case PRIVATE -> false;
            };
    return isForAll ? Response.File.Cache.PUBLIC : Response.File.Cache.PRIVATE;
  }

  private static ProblemException unknown() {
    return gone("There is no such thing.");
  }

  private static ProblemException gone(String detail) {
    return new ProblemException(404, "Not found", detail);
  }
}
