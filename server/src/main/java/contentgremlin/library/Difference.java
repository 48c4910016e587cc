package contentgremlin.library;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// How a folder differs from what is kept of it; only files that matter.
public sealed interface Difference {
  /// A name that nobody knew.
  record New(Found found, FileRole role) implements Difference {}

  /// The same file with other bytes, or another time.
  record Edited(Entry entry, Found found) implements Difference {}

  /// Another file has the name.
  record Replaced(Entry entry, Found found) implements Difference {}

  record Lost(Entry entry) implements Difference {}

  /// @param known entries that were there
  static List<Difference> between(List<Entry> known, List<Found> found) {
    var left = new HashMap<String, Entry>();
    known.forEach(entry -> left.put(entry.name(), entry));
    var differences = new ArrayList<Difference>();
    for (var one : found) {
      if (one.stat().kind() == FileStat.Kind.UNKNOWN) {
        left.remove(one.name()); // it is there, and stays as it was
        continue;
      }
      var role = MediaNames.role(one.name());
      if (one.stat().kind() != FileStat.Kind.FILE || role.isEmpty()) {
        continue;
      }
      var entry = left.remove(one.name());
      if (entry == null) {
        differences.add(new New(one, role.get()));
      } else if (!isSameFile(entry.stat(), one.stat())) {
        differences.add(new Replaced(entry, one));
      } else if (!entry.holds(one.stat())) {
        differences.add(new Edited(entry, one));
      }
    }
    left.values().forEach(entry -> differences.add(new Lost(entry)));
    return differences;
  }

  /// Where no birth is known, inode numbers may have been given to another file.
  static boolean isSameFile(FileStat one, FileStat other) {
    return one.inode() == other.inode() && one.born() == other.born();
  }
}
