package contentgremlin.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// Which program this is.
///
/// @param version "0.1.0"
/// @param commit the source's, or "unknown"
/// @param schema the newest database schema that this program knows
public record BuildInfo(String version, String commit, int schema) {
  /// As the build wrote it beside the classes.
  public static BuildInfo read(int schema) {
    var resource = "/contentgremlin/build.properties";
    try (var in = Objects.requireNonNull(BuildInfo.class.getResourceAsStream(resource), resource)) {
      var properties = new Properties();
      properties.load(in);
      return new BuildInfo(
          properties.getProperty("version", "?"),
          properties.getProperty("commit", "unknown"),
          schema);
    } catch (IOException broken) {
      throw new UncheckedIOException("could not read " + resource, broken);
    }
  }

  @Override
  public String toString() {
    return "gremlin %s (commit %s, schema %d)".formatted(version, commit, schema);
  }
}
