package contentgremlin.jar;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.extend.Declaration;
import contentgremlin.extend.Shelf.Found;
import contentgremlin.extension.Extension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The extensions that come with the program: they use what everybody may use, and nothing else.
/// What companions need besides lies in the jar, as jars.
class BundledJarsTest {
  private static final Pattern MODULE = Pattern.compile("<module>([a-z0-9]+)</module>");

  @TempDir private Path empty;

  /// Looked into as thoroughly as jars from anywhere, which the program does not do at its start.
  private List<Found> found() {
    return new JarShelf(empty, BundledJars.folder()).look();
  }

  @Test
  void the_program_takes_them_without_a_second_look() {
    assertThat(new JarShelf(BundledJars.folder(), empty).look())
        .hasSameSizeAs(found())
        .allSatisfy(one -> assertThat(one).isInstanceOf(Found.Usable.class))
        .extracting(one -> ((Found.Usable) one).digest())
        .doesNotHaveDuplicates();
  }

  @Test
  void each_module_makes_a_jar_that_the_server_takes() throws Exception {
    var modules = new ArrayList<String>();
    var pom = BundledJars.folder().resolve("../../pom.xml").normalize();
    MODULE.matcher(Files.readString(pom)).results().map(one -> one.group(1)).forEach(modules::add);

    var jars = found();

    assertThat(modules).isNotEmpty();
    assertThat(jars)
        .allSatisfy(one -> assertThat(one).as("%s", one).isInstanceOf(Found.Usable.class));
    assertThat(jars.stream().map(one -> ((Found.Usable) one).declaration()).toList())
        .allSatisfy(one -> assertThat(one.api()).isEqualTo(Extension.API))
        .extracting(Declaration::id)
        .containsExactlyInAnyOrderElementsOf(modules);
  }

  @Test
  void their_classes_know_the_interface_the_base_of_java_and_their_own_alone() throws Exception {
    int seen = 0;
    for (var jar : found()) {
      var files = JarReader.read(BundledJars.folder().resolve(jar.file())).files();
      var known = known(files);
      for (var file : files.entrySet()) {
        if (file.getKey().endsWith(".class")) {
          seen++;
          assertThat(strangers(file.getValue(), known))
              .as(jar.file() + " " + file.getKey())
              .isEmpty();
        }
      }
    }
    assertThat(seen).isGreaterThanOrEqualTo(found().size());
  }

  /// The names of its own files, and of those in its jars for companions.
  private static Set<String> known(Map<String, byte[]> files) throws IOException {
    var known = new HashSet<>(files.keySet());
    for (var file : files.entrySet()) {
      if (file.getKey().startsWith("companion/") && file.getKey().endsWith(".jar")) {
        try (var nested = new ZipInputStream(new ByteArrayInputStream(file.getValue()))) {
          for (var entry = nested.getNextEntry(); entry != null; entry = nested.getNextEntry()) {
            known.add(entry.getName());
          }
        }
      }
    }
    return known;
  }

  private static List<String> strangers(byte[] bytes, Set<String> own) {
    var strangers = new ArrayList<String>();
    for (var entry : ClassFile.of().parse(bytes).constantPool()) {
      if (entry instanceof ClassEntry type && isStrange(type.asSymbol(), own)) {
        strangers.add(type.asInternalName());
      }
    }
    return strangers;
  }

  private static boolean isStrange(ClassDesc whole, Set<String> own) {
    var type = whole;
    while (type.isArray()) {
      type = type.componentType();
    }
    if (type.isPrimitive()) {
      return false;
    }
    var descriptor = type.descriptorString();
    var name = descriptor.substring(1, descriptor.length() - 1);
    return !name.startsWith("contentgremlin/extension/")
        && !own.contains(name + ".class")
        && !isBase(name);
  }

  private static boolean isBase(String name) {
    try {
      var type = Class.forName(name.replace('/', '.'), false, ClassLoader.getPlatformClassLoader());
      return "java.base".equals(type.getModule().getName()) && name.startsWith("java/");
    } catch (ClassNotFoundException _) {
      return false;
    }
  }
}
