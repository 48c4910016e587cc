package contentgremlin.arrival;

import java.util.List;

/// The path of a file as another server wrote it into its database: what of it can be followed.
public sealed interface OldPath {
  /// @param parts below the folder of media
  record Inside(List<String> parts) implements OldPath {
    public Inside {
      parts = List.copyOf(parts);
    }

    public String name() {
      return parts.getLast();
    }
  }

  record Nothing() implements OldPath {}

  /// @param why it is not followed
  record Refused(String why) implements OldPath {}

  /// No path has more parts.
  int PARTS_MAX = 64;

  /// In UTF-16 units, of one part.
  int PART_LENGTH_MAX = 255;

  static OldPath of(List<String> parts) {
    if (parts.isEmpty() || parts.equals(List.of(""))) {
      return new Nothing();
    }
    if (parts.size() > PARTS_MAX) {
      return new Refused("its path has more than " + PARTS_MAX + " parts");
    }
    for (var part : parts) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return new Refused("its path leads out of the folder of media: " + shown(parts));
      }
      if (part.indexOf('/') >= 0 || part.indexOf('\0') >= 0) {
        return new Refused("its path is none: " + shown(parts));
      }
      if (part.length() > PART_LENGTH_MAX) {
        return new Refused("its path has a name that is too long");
      }
    }
    return new Inside(parts);
  }

  private static String shown(List<String> parts) {
    return String.join("/", parts);
  }
}
