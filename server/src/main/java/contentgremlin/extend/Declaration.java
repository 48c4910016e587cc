package contentgremlin.extend;

import contentgremlin.extension.Extension;
import java.util.Map;
import java.util.regex.Pattern;

/// What a jar says of itself in its manifest. It can be read without running anything of the jar.
///
/// @param id for ever: its tables, settings and jobs are named after it
/// @param api the version of the interface that it was made for
/// @param type the name of its class
public record Declaration(String id, String title, String version, int api, String type) {
  public static final String ID = "Gremlin-Extension-Id";
  public static final String TITLE = "Gremlin-Extension-Title";
  public static final String VERSION = "Gremlin-Extension-Version";
  public static final String API = "Gremlin-Extension-Api";
  public static final String CLASS = "Gremlin-Extension-Class";

  /// The oldest version of the interface that this program still serves.
  public static final int API_OLDEST = 1;

  private static final int TEXT_MAX = 100;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{1,19}");
  private static final Pattern TYPE = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$.]{0,299}");

  /// @param manifest its main attributes
  /// @throws Refusal if something is missing or wrong
  public static Declaration of(Map<String, String> manifest) {
    var id = text(manifest, ID);
    if (!NAME.matcher(id).matches()) {
      throw new Refusal(
          "its manifest says %s: %s; it must be 2 to 20 small letters and digits, beginning with a letter"
              .formatted(ID, id));
    }
    var api = text(manifest, API);
    if (!api.matches("[0-9]{1,6}")) {
      throw new Refusal("its manifest says %s: %s; it must be a number".formatted(API, api));
    }
    var type = text(manifest, CLASS);
    if (!TYPE.matcher(type).matches()) {
      throw new Refusal("its manifest names no class in " + CLASS);
    }
    return new Declaration(
        id, text(manifest, TITLE), text(manifest, VERSION), Integer.parseInt(api), type);
  }

  private static String text(Map<String, String> manifest, String name) {
    var text = manifest.getOrDefault(name, "").strip();
    if (text.isEmpty() || (text.length() > TEXT_MAX && !name.equals(CLASS))) {
      throw new Refusal(
          text.isEmpty()
              ? "its manifest has no " + name
              : "its manifest's %s is longer than %d characters".formatted(name, TEXT_MAX));
    }
    return text;
  }

  /// Why this program can't serve it; the empty string if it can.
  public String incompatibility() {
    if (api >= API_OLDEST && api <= Extension.API) {
      return "";
    }
    return api > Extension.API
        ? "it was made for version %d of the extension interface, and this program has %d: it needs a newer Contentgremlin"
            .formatted(api, Extension.API)
        : "it was made for version %d of the extension interface, and this program serves those from %d: it needs a newer version of the extension"
            .formatted(api, API_OLDEST);
  }

  /// What the names of its tables begin with.
  public static String prefix(String id) {
    return "x_" + id + "_";
  }

  /// Whether names of settings, jobs and the like are its own.
  public boolean owns(String name) {
    return name.startsWith(id + "-");
  }
}
