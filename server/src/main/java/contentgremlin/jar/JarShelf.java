package contentgremlin.jar;

import contentgremlin.extend.Declaration;
import contentgremlin.extend.Refusal;
import contentgremlin.extend.Shelf;
import contentgremlin.extension.Extension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/// The jars in the program's own folder and in the home's. Thread-safe.
public final class JarShelf implements Shelf {
  private static final System.Logger LOG = System.getLogger(JarShelf.class.getName());
  private static final int JARS_MAX = 200;
  private static final String NATIVE = "Enable-Native-Access";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private final Path bundled;
  private final Path home;

  /// @param bundled need not be there
  /// @param home need not be there
  public JarShelf(Path bundled, Path home) {
    this.bundled = bundled;
    this.home = home;
  }

  @Override
  public List<Found> look() {
    var ids = new HashSet<String>();
    return Stream.concat(
            jars(bundled).stream().map(jar -> look(jar, true, ids)),
            jars(home).stream().map(jar -> look(jar, false, ids)))
        .toList();
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var jars = new ArrayList<Path>();
    try (var names = Files.newDirectoryStream(folder, "*.jar")) {
      for (var name : names) {
        if (jars.size() < JARS_MAX) {
          jars.add(name);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.log(Level.WARNING, "could not look for extensions in " + folder, e);
    }
    jars.sort(null);
    return jars;
  }

  private static Found look(Path jar, boolean isBundled, Set<String> ids) {
    var file = jar.getFileName().toString();
    var id = "";
    try {
      var content = isBundled ? JarReader.readBundled(jar) : JarReader.read(jar);
      var manifest = manifest(content.files());
      id = manifest.getOrDefault(Declaration.ID, "");
      var declaration = Declaration.of(manifest);
      if (!ids.add(declaration.id())) {
        throw new Refusal("another jar before it is called “%s”, too".formatted(declaration.id()));
      }
      if (!declaration.incompatibility().isEmpty()) {
        throw new Refusal(declaration.incompatibility());
      }
      if (manifest.containsKey(NATIVE)) {
        throw new Refusal(
            "its manifest asks for native access, which can bring down the whole server: extensions"
                + " are Java alone");
      }
      if (!isBundled) { // the build has looked into those
        ClassLook.require(JarKit.inServer(content.files()));
      }
      return new Found.Usable(
          file,
          isBundled,
          declaration,
          content.digest(),
          schemas(content.files()),
          () -> make(declaration, JarKit.inServer(content.files())),
          new JarKit(content.files()));
    } catch (Refusal e) {
      return new Found.Unusable(file, isBundled, id, e.reason());
    }
  }

  private static Map<String, String> manifest(Map<String, byte[]> files) {
    var bytes = files.get(MANIFEST);
    if (bytes == null) {
      throw new Refusal("it has no manifest");
    }
    try {
      var attributes = new HashMap<String, String>();
      new Manifest(new ByteArrayInputStream(bytes))
          .getMainAttributes()
          .forEach((name, value) -> attributes.put(name.toString(), value.toString()));
      return attributes;
    } catch (IOException e) {
      throw new Refusal("its manifest can't be read: " + e.getMessage(), e);
    }
  }

  private static List<String> schemas(Map<String, byte[]> files) {
    var texts = new ArrayList<String>();
    for (int number = 1; files.containsKey(schema(number)); number++) {
      texts.add(new String(files.get(schema(number)), StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static String schema(int number) {
    return "schema/" + number + ".sql";
  }

  private static Extension make(Declaration declaration, Map<String, byte[]> files)
      throws Exception {
    var loader = new JarLoader(declaration.id(), files);
    Class<?> type;
    try {
      type = Class.forName(declaration.type(), true, loader);
    } catch (ClassNotFoundException e) {
      throw new Refusal("there is no class %s in it".formatted(declaration.type()), e);
    }
    if (!Extension.class.isAssignableFrom(type)) {
      throw new Refusal(
          "%s does not implement %s".formatted(declaration.type(), Extension.class.getName()));
    }
    try {
      return (Extension) type.getConstructor().newInstance();
    } catch (NoSuchMethodException e) {
      throw new Refusal(
          "%s has no public constructor without parameters".formatted(declaration.type()), e);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
