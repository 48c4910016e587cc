package contentgremlin.cli;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads comma-separated values (RFC 4180), row by row. Not thread-safe.
final class Csv {
  /// A quote that is never closed would take the whole file for one value.
  private static final int VALUE_LENGTH_MAX = 100_000;

  private final PushbackReader reader;
  private int line = 1;
  private int rowLine = 1;

  Csv(Reader reader) {
    this.reader = new PushbackReader(reader);
  }

  /// @param line that it starts in, from 1
  record Row(int line, List<String> values) {}

  /// The next row that is not empty; no row at the end.
  Optional<Row> next() throws IOException {
    while (hasMore()) {
      rowLine = line;
      var values = row();
      if (values.size() > 1 || !values.getFirst().isBlank()) {
        return Optional.of(new Row(rowLine, values));
      }
    }
    return Optional.empty();
  }

  private boolean hasMore() throws IOException {
    int letter = reader.read();
    if (letter >= 0) {
      reader.unread(letter);
    }
    return letter >= 0;
  }

  private List<String> row() throws IOException {
    var values = new ArrayList<String>();
    int end;
    do {
      var value = new StringBuilder();
      end = value(value);
      values.add(value.toString());
    } while (end == ',');
    return values;
  }

  /// @return the letter after it: a comma, a line feed, or -1 at the end
  private int value(StringBuilder value) throws IOException {
    boolean quoted = false;
    while (true) {
      int letter = read();
      if (letter < 0) {
        if (quoted) {
          throw CommandException.failed("line " + rowLine + ": a quote is opened and not closed");
        }
        return letter;
      }
      if (letter == '"') {
        quoted = quote(value, quoted);
      } else if (!quoted && (letter == ',' || letter == '\n')) {
        return letter;
      } else {
        append(value, letter);
      }
    }
  }

  /// @return whether what follows is inside quotes
  private boolean quote(StringBuilder value, boolean quoted) throws IOException {
    if (!quoted) {
      return true;
    }
    int next = reader.read();
    if (next == '"') {
      append(value, next);
      return true;
    }
    if (next >= 0) {
      reader.unread(next);
    }
    return false;
  }

  private void append(StringBuilder value, int letter) {
    if (value.length() >= VALUE_LENGTH_MAX) {
      throw CommandException.failed(
          "line " + rowLine + ": a value is longer than " + VALUE_LENGTH_MAX + " letters");
    }
    value.append((char) letter);
  }

  /// Lines may end in CR LF; a lone CR is kept.
  private int read() throws IOException {
    int letter = reader.read();
    if (letter == '\r') {
      int next = reader.read();
      if (next == '\n') {
        letter = next;
      } else if (next >= 0) {
        reader.unread(next);
      }
    }
    if (letter == '\n') {
      line++;
    }
    return letter;
  }
}
