package contentgremlin.http.page;

import contentgremlin.http.Handler;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The bundled scripts, styles, fonts and pictures of the pages. Their addresses name their
/// content, so that a client never has to ask for one twice. Thread-safe.
public final class Assets {
  private static final String FOLDER = "assets/";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /// The encodings that the bundler wrote beside a file, best first.
  private static final Map<String, String> ENCODINGS = Map.of("br", ".br", "gzip", ".gz");

  private final Map<String, String> hashedNames;
  private final Set<String> files;
  private final Map<String, byte[]> loaded = new ConcurrentHashMap<>();

  private Assets(Map<String, String> hashedNames) {
    this.hashedNames = Map.copyOf(hashedNames);
    this.files = Set.copyOf(hashedNames.values());
  }

  /// Reads the bundler's list of names.
  public static Assets bundled() {
    try (InputStream manifest = open("manifest.json")) {
      if (manifest == null) {
        throw new IllegalStateException(
            "The pages' scripts and styles are not in this build; run web/build.sh first.");
      }
      return new Assets(
          JsonMapper.shared().readValue(manifest, new TypeReference<Map<String, String>>() {}));
    } catch (IOException fault) {
      throw new IllegalStateException("Reading the list of the pages' assets failed.", fault);
    }
  }

  /// @param name as it is called in the sources: "main.css"
  /// @return its address, which changes with its content
  public String address(String name) {
    var hashed = hashedNames.get(name);
    if (hashed == null) {
      throw new IllegalArgumentException("There is no asset “" + name + "”.");
    }
    return "/" + FOLDER + hashed;
  }

  Handler handler() {
    return request -> serve(request, request.parameter("path"));
  }

  /// Something whose address must stay the same, like /favicon.ico.
  Handler handlerFor(String name) {
    var hashed = address(name).substring(1 + FOLDER.length());
    return request ->
        new Response.Text(
            200,
            List.of(new Response.Header("Cache-Control", "public, max-age=86400")),
            mediaType(hashed),
            load(hashed));
  }

  private Response serve(Request request, String file) {
    if (!files.contains(file)) {
      return Response.notFound("There is no asset with this name.");
    }
    var encoding = encoding(request, file);
    var headers =
        List.of(
            new Response.Header("Cache-Control", FOR_EVER),
            new Response.Header("X-Content-Type-Options", "nosniff"),
            new Response.Header("Vary", "Accept-Encoding"));
    if (encoding == null) {
      return new Response.Text(200, headers, mediaType(file), load(file));
    }
    var body = load(file + ENCODINGS.get(encoding));
    return new Response.Text(200, headers, mediaType(file), body)
        .with("Content-Encoding", encoding);
  }

  private static @Nullable String encoding(Request request, String file) {
    var accepted = request.header("Accept-Encoding").orElse("").toLowerCase(Locale.ROOT);
    for (var encoding : List.of("br", "gzip")) {
      var variant = FOLDER + file + ENCODINGS.get(encoding);
      if (accepted.contains(encoding)
          && Assets.class.getClassLoader().getResource(variant) != null) {
        return encoding;
      }
    }
    return null;
  }

  private byte[] load(String file) {
    return loaded.computeIfAbsent(file, Assets::read);
  }

  private static byte[] read(String file) {
    try (var stream = open(file)) {
      return Objects.requireNonNull(stream, file).readAllBytes();
    } catch (IOException fault) {
      throw new IllegalStateException("Reading the asset " + file + " failed.", fault);
    }
  }

  private static @Nullable InputStream open(String file) {
    return Assets.class.getClassLoader().getResourceAsStream(FOLDER + file);
  }

  private static String mediaType(String file) {
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "woff2" -> "font/woff2";
      case "json" -> "application/json";
      default -> "application/octet-stream";
    };
  }
}
