package contentgremlin.sql;

import java.nio.file.Path;

/// Where another server's database is, as people have it at hand: in that server's settings it
/// stands as SQLAlchemy writes it, `sqlite:////path`, `postgresql+psycopg2://…`.
sealed interface ForeignAddress {
  record File(Path file) implements ForeignAddress {}

  record Server(String url) implements ForeignAddress {}

  static ForeignAddress of(String text) {
    if (text.startsWith("sqlite:///")) {
      return new File(Path.of(text.substring("sqlite:///".length())));
    }
    if (text.startsWith("jdbc:postgresql:")) {
      return new Server(text);
    }
    int colon = text.indexOf("://");
    if (colon < 0) {
      return new File(Path.of(text));
    }
    // The driver that the other program speaks through is no matter of ours.
    var kind = text.substring(0, colon).replaceFirst("[+].*$", "");
    return new Server(kind + text.substring(colon));
  }
}
