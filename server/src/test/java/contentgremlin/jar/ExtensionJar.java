package contentgremlin.jar;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.extend.Declaration;
import contentgremlin.extension.Extension;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Makes a jar of an extension from its source, as its author would: the real compiler, the real
/// interface and nothing else on the class path.
public final class ExtensionJar {
  private final Map<String, String> manifest = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private ExtensionJar() {}

  /// One that declares itself well, with this class and nothing in it yet.
  public static ExtensionJar of(String id, String type) {
    return new ExtensionJar()
        .says(Declaration.ID, id)
        .says(Declaration.TITLE, "The extension " + id)
        .says(Declaration.VERSION, "1.0")
        .says(Declaration.API, Integer.toString(Extension.API))
        .says(Declaration.CLASS, type);
  }

  public ExtensionJar says(String name, String value) {
    manifest.put(name, value);
    return this;
  }

  /// Whatever a manifest says in its lines.
  public ExtensionJar saying(String lines) {
    lines.lines().map(line -> line.split(": ", 2)).forEach(pair -> says(pair[0], pair[1]));
    return this;
  }

  public ExtensionJar source(String type, String text) {
    sources.put(type, text);
    return this;
  }

  public ExtensionJar file(String name, String text) {
    return file(name, text.getBytes(UTF_8));
  }

  public ExtensionJar file(String name, byte[] bytes) {
    files.put(name, bytes);
    return this;
  }

  public Path in(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    var classes = Files.createTempDirectory(folder.getParent(), "classes");
    compile(classes);
    var jar = folder.resolve(name);
    var beside = folder.resolve(name + ".part");
    try (var out = new ZipOutputStream(Files.newOutputStream(beside))) {
      out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      write(out);
      for (var file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
      }
      try (var all = Files.walk(classes)) {
        for (var file : all.filter(Files::isRegularFile).sorted().toList()) {
          out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
          out.write(Files.readAllBytes(file));
        }
      }
    }
    return Files.move(beside, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private void write(OutputStream out) throws IOException {
    var written = new Manifest();
    written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach(
        (name, value) -> written.getMainAttributes().put(new Attributes.Name(name), value));
    written.write(out);
  }

  private void compile(Path classes) {
    if (sources.isEmpty()) {
      return;
    }
    var units = new ArrayList<JavaFileObject>();
    sources.forEach((type, text) -> units.add(new Source(type, text)));
    var said = new StringWriter();
    var options =
        List.of(
            "-d", classes.toString(), "-cp", place().toString(), "--release", "25", "-proc:none");
    boolean done =
        ToolProvider.getSystemJavaCompiler().getTask(said, null, null, options, null, units).call();
    if (!done) {
      throw new AssertionError("the extension can't be compiled: " + said);
    }
  }

  /// Where the interface is.
  private static Path place() {
    try {
      return Path.of(Extension.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String type, String text) {
      super(URI.create("string:///" + type.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreErrors) {
      return text;
    }
  }
}
