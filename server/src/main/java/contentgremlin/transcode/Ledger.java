package contentgremlin.transcode;

import contentgremlin.vault.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an attempt at a film has finished so far: files that are on the disk for sure. A text of
/// lines that are only ever appended; whatever is no whole line of ours ends it.
///
/// @param order tells whether a later attempt wants the very same: a digest of what was ordered
/// @param failures of the job when the attempt began
/// @param kept how many segments of each rung it took over
/// @param soundKept whether it took over all sound
/// @param joins numbers of segments after which another attempt went on, ascending
/// @param files by their path below the attempt's folder, in the order in which they were noted
/// @param soundWhole whether all sound is among them
public record Ledger(
    String order,
    int failures,
    int kept,
    boolean soundKept,
    List<Integer> joins,
    Map<String, Entry> files,
    boolean soundWhole) {
  public record Entry(Digest digest, long size) {}

  private static final String TITLE = "film-ledger-1";
  private static final String SOUND = "sound";

  /// 100 hours of a film with eight streams.
  private static final int LINES_MAX = 1_000_000;

  public Ledger {
    joins = List.copyOf(joins);
  }

  /// Of an attempt that begins from nothing.
  public static Ledger empty(String order, int failures) {
    return new Ledger(order, failures, 0, false, List.of(), Map.of(), false);
  }

  /// @return empty if not even its first line is whole
  public static Optional<Ledger> parse(String text) {
    var lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().limit(LINES_MAX).toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    try {
      var reader = new Reader(lines.getFirst());
      for (String line : lines.subList(1, lines.size())) {
        if (!reader.read(line)) {
          break;
        }
      }
      return Optional.of(reader.ledger());
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private static final class Reader {
    private final String[] head;
    private final List<Integer> joins = new ArrayList<>();
    private final Map<String, Entry> files = new LinkedHashMap<>();
    private boolean soundWhole;

    Reader(String first) {
      head = first.split(" ", -1);
      if (!head[0].equals(TITLE)) {
        throw new IllegalArgumentException("not a ledger: " + first);
      }
    }

    boolean read(String line) {
      var words = line.split(" ", 4);
      try {
        switch (words[0]) {
          case "join" -> joins.add(Integer.valueOf(words[1]));
          case "file" ->
              files.put(words[3], new Entry(new Digest(words[1]), Long.parseLong(words[2])));
          case SOUND -> soundWhole = true;
          default -> {
            return false;
          }
        }
        return true;
      } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
        return false;
      }
    }

    Ledger ledger() {
      return new Ledger(
          head[1],
          Integer.parseInt(head[2]),
          Integer.parseInt(head[3]),
          Boolean.parseBoolean(head[4]),
          joins,
          files,
          soundWhole);
    }
  }

  /// For [#parse].
  public String toText() {
    var text = new StringBuilder();
    text.append("%s %s %d %d %s%n".formatted(TITLE, order, failures, kept, soundKept));
    joins.forEach(join -> text.append("join ").append(join).append('\n'));
    // The last line tells what to note next: a segment, if there are any.
    text.append(soundWhole && kept > 0 ? soundLine() : "");
    files.forEach((path, entry) -> text.append(line(path, entry)));
    return text.append(soundWhole && kept == 0 ? soundLine() : "").toString();
  }

  public static String line(String path, Entry entry) {
    return "file %s %d %s%n".formatted(entry.digest().hex(), entry.size(), path);
  }

  /// Says that all files of the sound stand before it.
  public static String soundLine() {
    return SOUND + "\n";
  }

  /// How many segments are noted for every one of these folders, from the first one on.
  public int segments(List<String> folders) {
    int count = 0;
    while (hasAll(folders, SegmentGrid.name(count + 1))) {
      count++;
    }
    return count;
  }

  private boolean hasAll(List<String> folders, String name) {
    return !folders.isEmpty()
        && folders.stream().allMatch(folder -> files.containsKey(folder + "/" + name));
  }
}
