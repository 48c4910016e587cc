package contentgremlin.jar;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sees the modules `java.*` of the running Java, the extension interface, and the jar's own files:
/// nothing of the server, nothing of other extensions. Thread-safe.
final class JarLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String API = "contentgremlin.extension.";
  private static final String CLASS = ".class";

  private final Map<String, byte[]> files;

  JarLoader(String id, Map<String, byte[]> files) {
    super("extension-" + id, null);
    this.files = Map.copyOf(files);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      var loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = name.startsWith(API) ? ofInterface(name) : own(name);
      }
      if (loaded == null) {
        loaded = ofJava(name);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private static Class<?> ofInterface(String name) throws ClassNotFoundException {
    return Class.forName(name, false, JarLoader.class.getClassLoader());
  }

  private @Nullable Class<?> own(String name) {
    var bytes = files.get(name.replace('.', '/') + CLASS);
    return bytes == null ? null : defineClass(name, bytes, 0, bytes.length);
  }

  private static Class<?> ofJava(String name) throws ClassNotFoundException {
    var found = ClassLoader.getPlatformClassLoader().loadClass(name);
    var module = found.getModule().getName();
    if (module == null || !module.startsWith("java.")) {
      throw new ClassNotFoundException(name + " is none of java.*");
    }
    return found;
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    var bytes = files.get(name);
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }
}
