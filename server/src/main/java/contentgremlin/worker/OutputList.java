package contentgremlin.worker;

import contentgremlin.vault.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// The files that came of a job on a worker, in the order in which their bytes are sent, one behind
/// the other, as a single upload. As text: a line "sha-256 size path" for each.
public record OutputList(List<Entry> files) {
  /// A film of ten hours has 9,000 segments for each rung and track.
  public static final int FILES_MAX = 200_000;

  public static final int TEXT_BYTES_MAX = 32 << 20;

  private static final int PATH_LENGTH_MAX = 200;
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\d{1,15}) (.+)");
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  /// @param path relative to the attempt's folder, with slashes
  public record Entry(String path, long size, Digest digest) {}

  public OutputList {
    files = List.copyOf(files);
  }

  /// Of all files; no more than can be counted.
  public long bytes() {
    return files.stream()
        .mapToLong(Entry::size)
        .reduce(0, (sum, size) -> sum > Long.MAX_VALUE - size ? Long.MAX_VALUE : sum + size);
  }

  public String toText() {
    var text = new StringBuilder();
    for (var file : files) {
      text.append(file.digest().hex())
          .append(' ')
          .append(file.size())
          .append(' ')
          .append(file.path())
          .append('\n');
    }
    return text.toString();
  }

  /// @throws IllegalArgumentException with words for a person, if it is not in this form
  public static OutputList parse(String text) {
    var files = new ArrayList<Entry>();
    var paths = new HashSet<String>();
    for (var line : text.lines().toList()) {
      var words = LINE.matcher(line);
      if (!words.matches() || files.size() >= FILES_MAX) {
        throw new IllegalArgumentException("line " + (files.size() + 1) + " can't be understood");
      }
      var path = words.group(3);
      if (!isPath(path) || !paths.add(path)) {
        throw new IllegalArgumentException("line " + (files.size() + 1) + " names no good file");
      }
      files.add(new Entry(path, Long.parseLong(words.group(2)), new Digest(words.group(1))));
    }
    return new OutputList(files);
  }

  /// Leads nowhere else, and nothing in it begins with a dot.
  static boolean isPath(String path) {
    return path.length() <= PATH_LENGTH_MAX && PATH.matcher(path).matches();
  }

  /// Whether all of it is, or lies below, what was asked for.
  public boolean isWithin(List<String> yields) {
    return files.stream()
        .allMatch(file ->
            yields.stream()
                .anyMatch(
                    yield -> file.path().equals(yield) || file.path().startsWith(yield + "/")));
  }
}
