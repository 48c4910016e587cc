package contentgremlin.companion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/// Sees Java, the extension interface, and all jars in a folder: nothing of the server.
/// Thread-safe.
final class CompanionLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String API = "contentgremlin.extension.";

  private CompanionLoader(URL[] jars) {
    super("companion", jars, new Interface());
  }

  static CompanionLoader of(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return new CompanionLoader(
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .sorted()
              .map(CompanionLoader::url)
              .toArray(URL[]::new));
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of our own classes those that extensions compile against.
  private static final class Interface extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    Interface() {
      super("extension-interface", getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.startsWith(API)) {
        throw new ClassNotFoundException(name);
      }
      return Class.forName(name, false, CompanionLoader.class.getClassLoader());
    }
  }
}
