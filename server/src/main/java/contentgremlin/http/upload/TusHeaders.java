package contentgremlin.http.upload;

import contentgremlin.engine.upload.Checksum;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the headers of tus 1.0 strictly: what is not as the specification says is a problem that
/// names the header.
final class TusHeaders {
  static final String VERSION = "1.0.0";
  static final String OFFSET_STREAM = "application/offset+octet-stream";

  /// Where the header's own text is kept beside the decoded metadata, since it is to be given back
  /// unchanged. No key of a client contains a space.
  static final String RAW_METADATA = "Upload-Metadata header";

  private static final int METADATA_KEYS_MAX = 64;
  private static final int PARTS_MAX = 1_000;

  private TusHeaders() {}

  static void requireVersion(Request request) {
    if (!request.header("Tus-Resumable").filter(VERSION::equals).isPresent()) {
      throw new ProblemException(
          Response.problem(
                  412,
                  "Unknown protocol version",
                  "This server speaks tus 1.0.0; send the header Tus-Resumable: 1.0.0.")
              .with("Tus-Version", VERSION));
    }
  }

  /// A number of bytes, or -1 if the header is not there.
  static long size(Request request, String name) {
    var text = request.header(name);
    if (text.isEmpty()) {
      return -1;
    }
    if (!text.get().matches("[0-9]{1,18}")) {
      throw invalid(name + " must be a number of bytes, not “" + text.get() + "”.");
    }
    return Long.parseLong(text.get());
  }

  static boolean isOffsetStream(Request request) {
    return request
        .header("Content-Type")
        .map(type -> type.split(";", 2)[0].strip())
        .filter(OFFSET_STREAM::equalsIgnoreCase)
        .isPresent();
  }

  /// The length of a new upload that takes bytes itself.
  static long length(Request request) {
    long length = size(request, "Upload-Length");
    var deferred = request.header("Upload-Defer-Length");
    if (deferred.isPresent() && !deferred.get().equals("1")) {
      throw invalid("Upload-Defer-Length can only be 1.");
    }
    if (deferred.isPresent() == (length >= 0)) {
      throw invalid("Either Upload-Length or Upload-Defer-Length: 1 is needed.");
    }
    return deferred.isPresent() ? Upload.LENGTH_DEFERRED : length;
  }

  /// @return the decoded values, and the header itself as [#RAW_METADATA]
  static Map<String, String> metadata(Request request) {
    var raw = request.header("Upload-Metadata").map(String::strip).orElse("");
    if (raw.isEmpty()) {
      return Map.of();
    }
    var values = new HashMap<String, String>();
    for (var pair : raw.split(",", -1)) {
      var parts = pair.strip().split(" +", 2);
      if (parts[0].isEmpty() || values.size() >= METADATA_KEYS_MAX) {
        throw invalid("Upload-Metadata has an empty key, or too many keys.");
      }
      if (values.put(parts[0], parts.length == 1 ? "" : decoded(parts[1])) != null) {
        throw invalid("Upload-Metadata has the key “" + parts[0] + "” twice.");
      }
    }
    values.put(RAW_METADATA, raw);
    return values;
  }

  /// No database column takes a NUL.
  private static String decoded(String base64) {
    var text = new String(bytes(base64, "Upload-Metadata"), StandardCharsets.UTF_8);
    return text.replace("\0", "");
  }

  private static byte[] bytes(String base64, String header) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw invalid(header + " has a value that is not Base64.");
    }
  }

  static @Nullable Checksum checksum(Request request) {
    var header = request.header("Upload-Checksum");
    if (header.isEmpty()) {
      return null;
    }
    var parts = header.get().strip().split(" +", 2);
    var algorithm = Checksum.Algorithm.of(parts[0]);
    if (parts.length < 2 || algorithm.isEmpty()) {
      throw invalid("Upload-Checksum must be sha1, sha256 or md5, a space, and Base64.");
    }
    return Checksum.of(algorithm.get(), bytes(parts[1], "Upload-Checksum"));
  }

  /// What `Upload-Concat` says.
  ///
  /// @param parts of a final upload; else empty
  record Concat(Upload.Kind kind, List<UploadId> parts) {}

  static Concat concat(Request request) {
    var header = request.header("Upload-Concat").map(String::strip);
    if (header.isEmpty()) {
      return new Concat(Upload.Kind.WHOLE, List.of());
    }
    if (header.get().equals("partial")) {
      return new Concat(Upload.Kind.PARTIAL, List.of());
    }
    if (!header.get().startsWith("final;")) {
      throw invalid("Upload-Concat must be “partial”, or “final;” and the addresses of parts.");
    }
    var parts = new ArrayList<UploadId>();
    for (var address : header.get().substring("final;".length()).strip().split(" +", -1)) {
      parts.add(
          idIn(address).orElseThrow(() -> invalid("“" + address + "” is not an upload here.")));
    }
    if (parts.size() > PARTS_MAX || parts.stream().distinct().count() < parts.size()) {
      throw invalid("A final upload has at most " + PARTS_MAX + " parts, each one once.");
    }
    return new Concat(Upload.Kind.FINAL, parts);
  }

  /// Behind a proxy the address may have any host, and a prefix.
  private static Optional<UploadId> idIn(String address) {
    try {
      var path = URI.create(address).getPath();
      int slash = path == null ? -1 : path.lastIndexOf('/');
      return slash > 0 && path.substring(0, slash).endsWith(TusRoutes.PATH)
          ? id(path.substring(slash + 1))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static Optional<UploadId> id(String text) {
    return text.matches("[0-9a-z]{26}") ? Optional.of(new UploadId(text)) : Optional.empty();
  }

  static ProblemException invalid(String detail) {
    return new ProblemException(400, "Not a valid upload request", detail);
  }
}
