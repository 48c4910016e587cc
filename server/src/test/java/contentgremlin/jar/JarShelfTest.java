package contentgremlin.jar;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.extend.Declaration;
import contentgremlin.extend.Refusal;
import contentgremlin.extend.Shelf.Found;
import contentgremlin.extension.Extension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What lies in the folder of extensions: good jars, and all others.
class JarShelfTest {
  private static final String PLAIN =
      """
      package one;
      import contentgremlin.extension.*;
      public class Plain implements Extension {
        public Parts start(Host host) { return Parts.none(); }
      }
      """;

  @TempDir Path home;

  private Path folder() {
    return home.resolve("extensions");
  }

  private JarShelf shelf() {
    return new JarShelf(home.resolve("bundled"), folder());
  }

  private static ExtensionJar plain() {
    return ExtensionJar.of("plain", "one.Plain").source("one.Plain", PLAIN);
  }

  private Found.Usable usable() {
    return (Found.Usable) shelf().look().getFirst();
  }

  private String reason() {
    var found = shelf().look();
    assertThat(found).hasSize(1);
    return ((Found.Unusable) found.getFirst()).reason();
  }

  @Test
  void nothing_is_found_where_there_is_no_folder() {
    assertThat(shelf().look()).isEmpty();
  }

  @Test
  void a_jar_is_read_and_its_class_is_made() throws Exception {
    plain()
        .file("schema/1.sql", "CREATE TABLE x_plain_a (id {identity});")
        .file("schema/2.sql", "CREATE TABLE x_plain_b (id {identity});")
        .file("schema/4.sql", "never reached")
        .in(folder(), "a.jar");

    var found = usable();

    assertThat(found.declaration())
        .isEqualTo(new Declaration("plain", "The extension plain", "1.0", 1, "one.Plain"));
    assertThat(found.schemas()).hasSize(2);
    var made = found.maker().make();
    assertThat(made).isInstanceOf(Extension.class);
    assertThat(made.getClass().getClassLoader()).isNotSameAs(getClass().getClassLoader());
    assertThat(found.maker().make().getClass()).isNotSameAs(made.getClass());
  }

  @Test
  void a_jar_sees_java_and_the_interface_and_nothing_of_the_server() throws Exception {
    plain()
        .source(
            "one.Plain",
            """
            package one;
            import contentgremlin.extension.*;
            public class Plain implements Extension {
              public Parts start(Host host) throws Exception {
                javax.xml.parsers.DocumentBuilderFactory.newInstance();
                Class.forName("java.sql.Connection");
                for (var name : new String[] {"contentgremlin.sql.SqliteDatabase", "tools.jackson.databind.JsonNode",
                    "org.sqlite.JDBC", "sun.misc.Unsafe", "org.junit.jupiter.api.Test"}) {
                  try {
                    Class.forName(name);
                    throw new IllegalStateException("sees " + name);
                  } catch (ClassNotFoundException e) {
                  }
                }
                if (getClass().getResourceAsStream("/schema/1.sql") != null) throw new IllegalStateException("sees files");
                if (getClass().getResourceAsStream("/own.txt") == null) throw new IllegalStateException("does not see its own");
                return Parts.none();
              }
            }
            """)
        .file("own.txt", "hello")
        .in(folder(), "a.jar");

    assertThat(usable().maker().make().start(null).grabbers()).isEmpty();
  }

  @Test
  void the_second_of_two_with_one_name_is_refused() throws Exception {
    plain().in(folder(), "b.jar");
    plain().in(folder(), "a.jar");

    var found = shelf().look();

    assertThat(found.getFirst()).isInstanceOf(Found.Usable.class);
    assertThat(((Found.Unusable) found.get(1)).file()).isEqualTo("b.jar");
    assertThat(((Found.Unusable) found.get(1)).reason()).contains("another jar", "plain");
  }

  @Test
  void a_truncated_jar_is_told_to_be_one() throws Exception {
    var jar = plain().in(folder(), "a.jar");
    var bytes = Files.readAllBytes(jar);
    for (int length : new int[] {0, 1, bytes.length / 2, bytes.length - 1}) {
      Files.write(jar, Arrays.copyOf(bytes, length));

      assertThat(reason()).as(length + " bytes").contains("no whole jar");
    }
  }

  @Test
  void what_is_no_jar_or_says_nothing_of_itself_is_refused() throws Exception {
    Files.createDirectories(folder().resolve("folder.jar"));
    assertThat(reason()).contains("no file");
    Files.delete(folder().resolve("folder.jar"));

    ExtensionJar.of("plain", "one.Plain").says(Declaration.ID, "").in(folder(), "a.jar");
    assertThat(reason()).contains("Gremlin-Extension-Id");
    ExtensionJar.of("../etc", "one.Plain").in(folder(), "a.jar");
    assertThat(reason()).contains("small letters");
    plain().says(Declaration.API, "one").in(folder(), "a.jar");
    assertThat(reason()).contains("must be a number");
  }

  @Test
  void one_for_another_interface_is_refused_and_says_which() throws Exception {
    plain().says(Declaration.API, "2").in(folder(), "a.jar");
    assertThat(reason()).contains("version 2", "has 1", "newer Contentgremlin");
    plain().says(Declaration.API, "0").in(folder(), "a.jar");
    assertThat(reason()).contains("version 0", "newer version of the extension");
  }

  @Test
  void a_jar_that_unpacks_to_too_much_is_refused_before_it_does() throws Exception {
    plain().file("bomb", new byte[JarReader.ENTRY_BYTES_MAX + 1]).in(folder(), "a.jar");
    assertThat(Files.size(folder().resolve("a.jar"))).isLessThan(1 << 20);
    assertThat(reason()).contains("bomb", "unpacks to more than 8 MiB");

    var many = plain();
    for (int i = 0; i < 7; i++) {
      many.file("bomb" + i, new byte[JarReader.ENTRY_BYTES_MAX]);
    }
    many.in(folder(), "a.jar");
    assertThat(reason()).contains("unpacks to more than 48 MiB");

    var names = plain();
    for (int i = 0; i <= JarReader.ENTRIES_MAX; i++) {
      names.file("n" + i, "");
    }
    names.in(folder(), "a.jar");
    assertThat(reason()).contains("at most 5000");
  }

  @Test
  void classes_for_a_later_java_are_named_with_both_versions() throws Exception {
    var plain = plain().in(folder(), "a.jar");
    var bytes = requireNonNull(JarReader.read(plain).files().get("one/Plain.class")).clone();
    bytes[7] = (byte) (44 + Runtime.version().feature() + 1);
    ExtensionJar.of("plain", "one.Plain").file("one/Plain.class", bytes).in(folder(), "a.jar");

    assertThat(reason())
        .contains("for Java " + (Runtime.version().feature() + 1))
        .contains("runs on " + Runtime.version().feature());
  }

  @Test
  void damaged_classes_are_refused() throws Exception {
    ExtensionJar.of("plain", "one.Plain").file("one/Plain.class", "no class").in(folder(), "a.jar");
    assertThat(reason()).contains("no class");

    var plain = plain().in(folder(), "a.jar");
    var whole = requireNonNull(JarReader.read(plain).files().get("one/Plain.class"));
    ExtensionJar.of("plain", "one.Plain")
        .file("one/Plain.class", Arrays.copyOf(whole, whole.length / 2))
        .in(folder(), "a.jar");
    assertThat(reason()).contains("damaged");
  }

  @Test
  void who_would_end_the_server_or_wants_native_code_is_refused() throws Exception {
    refused("System.exit(0);", "java.lang.System.exit");
    refused("Runtime.getRuntime().halt(0);", "java.lang.Runtime.halt");
    refused("System.loadLibrary(\"c\");", "native code");
    refused("java.lang.foreign.Linker.nativeLinker();", "native code");
    refused("} static native void call(); static {", "its method call");
    plain().says("Enable-Native-Access", "ALL-UNNAMED").in(folder(), "a.jar");
    assertThat(reason()).contains("native access");
  }

  private void refused(String statement, String why) throws IOException {
    plain()
        .source(
            "one.Plain",
            PLAIN.replace(
                "implements Extension {", "implements Extension { static {" + statement + "}"))
        .in(folder(), "a.jar");
    assertThat(reason()).contains(why);
  }

  @Test
  void a_class_that_is_not_there_or_is_none_of_ours_is_told() throws Exception {
    ExtensionJar.of("plain", "one.Gone").source("one.Plain", PLAIN).in(folder(), "a.jar");
    assertThatThrownBy(usable().maker()::make)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no class one.Gone");

    ExtensionJar.of("plain", "one.Other")
        .source("one.Other", "package one; public class Other {}")
        .in(folder(), "a.jar");
    assertThatThrownBy(usable().maker()::make).hasMessageContaining("does not implement");

    ExtensionJar.of("plain", "one.Shy")
        .source(
            "one.Shy",
            PLAIN.replace(
                "class Plain implements Extension {",
                "class Shy implements Extension { Shy(int x) {}"))
        .in(folder(), "a.jar");
    assertThatThrownBy(usable().maker()::make).hasMessageContaining("no public constructor");
  }

  @Test
  void a_jar_that_is_replaced_while_it_is_loaded_does_no_harm() throws Exception {
    plain().in(folder(), "a.jar");
    var found = usable();

    Files.write(folder().resolve("a.jar"), new byte[10]);

    assertThat(found.maker().make()).isNotNull();
  }
}
