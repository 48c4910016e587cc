package contentgremlin.watch;

import contentgremlin.library.FileName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is mounted where: proc_pid_mountinfo(5). Its lines read `36 35 98:0 /mnt1 /mnt2 rw,noatime
/// master:1 - ext3 /dev/root rw,errors=continue`.
final class Mounts {
  static final Path FILE = Path.of("/proc/self/mountinfo");

  /// @param id no two mounts that are there at the same time have the same one
  /// @param device "major:minor"
  /// @param place an absolute path
  record Mount(String id, String device, String place, String type, String source) {}

  private static final int ID = 0;
  private static final int DEVICE = 2;
  private static final int PLACE = 4;
  private static final int WORDS_MIN = 7;

  private Mounts() {}

  /// @return none where there is no /proc
  static List<Mount> all() {
    String text;
    try {
      text = FileName.decode(Files.readAllBytes(FILE));
    } catch (IOException _) {
      return List.of();
    }
    var mounts = new ArrayList<Mount>();
    for (var line : text.split("\n", -1)) {
      var words = line.split(" ", -1);
      int dash = List.of(words).indexOf("-");
      if (words.length >= WORDS_MIN && dash > 0 && dash + 2 < words.length) {
        mounts.add(
            new Mount(
                words[ID],
                words[DEVICE],
                plain(words[PLACE]),
                plain(words[dash + 1]),
                plain(words[dash + 2])));
      }
    }
    return mounts;
  }

  /// @param root a path without links in it
  /// @return by relative path; where one lies over another, the upper one
  static Map<String, String> below(String root) {
    var below = new TreeMap<String, String>();
    var start = root.endsWith("/") ? root : root + "/";
    for (var mount : all()) {
      if (mount.place().startsWith(start) && mount.place().length() > start.length()) {
        below.put(
            mount.place().substring(start.length()) + "/",
            "%s %s %s %s".formatted(mount.id(), mount.device(), mount.type(), mount.source()));
      }
    }
    return below;
  }

  /// Spaces and the like are written as a backslash and three octal digits.
  private static String plain(String word) {
    if (word.indexOf('\\') < 0) {
      return word;
    }
    var bytes = FileName.encode(word);
    var plain = new ByteArrayOutputStream(bytes.length);
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\\' && at + 3 < bytes.length) {
        var digits = new String(bytes, at + 1, 3, StandardCharsets.US_ASCII);
        plain.write(Integer.parseInt(digits, 8));
        at += 3;
      } else {
        plain.write(bytes[at]);
      }
    }
    return FileName.decode(plain.toByteArray());
  }
}
