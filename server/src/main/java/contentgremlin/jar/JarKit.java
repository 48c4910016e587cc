package contentgremlin.jar;

import contentgremlin.extend.Companions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// What companions are made from: the classes of a jar, and the jars that lie below `companion/` in
/// it. Those are for companions alone: nothing of them is looked into or loaded here. Thread-safe.
final class JarKit implements Companions.Kit {
  private static final String COMPANION = "companion/";
  private static final String JAR = ".jar";
  private static final String OWN = "extension" + JAR;

  /// Names of ours that come after the extension's own jar, whose classes go first.
  private static final String NESTED = "library-%04d" + JAR;

  private final Map<String, byte[]> files;

  /// @param files by their names
  JarKit(Map<String, byte[]> files) {
    this.files = Map.copyOf(files);
  }

  /// What counts in the server.
  static Map<String, byte[]> inServer(Map<String, byte[]> files) {
    return only(files, name -> !name.startsWith(COMPANION));
  }

  private static Map<String, byte[]> only(Map<String, byte[]> files, Predicate<String> names) {
    return files.entrySet().stream()
        .filter(file -> names.test(file.getKey()))
        .collect(Collectors.toMap(Entry::getKey, Entry::getValue));
  }

  @Override
  public void unpack(Path folder) throws IOException {
    write(inServer(files), folder.resolve(OWN));
    var nested =
        new TreeMap<>(only(files, name -> name.startsWith(COMPANION) && name.endsWith(JAR)));
    int number = 0;
    for (var bytes : nested.values()) {
      number++;
      Files.write(folder.resolve(NESTED.formatted(number)), bytes);
    }
  }

  private static void write(Map<String, byte[]> files, Path jar) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.setLevel(Deflater.NO_COMPRESSION); // it is read once or twice, and thrown away
      for (var file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
      }
    }
  }
}
