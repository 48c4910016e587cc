package contentgremlin.engine;

import contentgremlin.job.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What another machine finds in an attempt's folder, as the tools are told of it.
final class Inputs {
  private static final int DEPTH_MAX = 8;

  private Inputs() {}

  /// What the file is called elsewhere: nothing of its own name but what it ends with, by which
  /// tools guess.
  static String name(Path original) {
    var name = original.getFileName().toString();
    var extension = name.substring(name.lastIndexOf('.') + 1);
    boolean isPlain = name.contains(".") && extension.matches("[A-Za-z0-9]{1,10}");
    return isPlain ? "original." + extension : "original";
  }

  /// The same tool, with another name for the file that it reads.
  static Tool renamed(Tool tool, String from, String to) {
    var arguments = tool.arguments().stream().map(argument -> argument.replace(from, to)).toList();
    return new Tool(tool.program(), arguments, tool.output());
  }

  /// All folders below this one, relative to it, each after the one that it is in.
  static List<String> folders(Path root) throws IOException {
    try (var paths = Files.walk(root, DEPTH_MAX)) {
      return paths
          .filter(path -> !path.equals(root) && Files.isDirectory(path))
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
