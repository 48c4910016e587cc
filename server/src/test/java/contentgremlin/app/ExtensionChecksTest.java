package contentgremlin.app;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.extend.Declaration;
import contentgremlin.jar.ExtensionJar;
import contentgremlin.jar.JarShelf;
import contentgremlin.upgrade.Check;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionChecksTest {
  @TempDir Path home;

  private Check check(String... working) {
    var shelf = new JarShelf(home.resolve("bundled"), home.resolve("extensions"));
    return ExtensionChecks.of(Set.of(working), shelf.look());
  }

  private void jar(String id, String api) throws Exception {
    ExtensionJar.of(id, "one.One")
        .says(Declaration.API, api)
        .in(home.resolve("extensions"), id + ".jar");
  }

  @Test
  void none_is_fine() {
    assertThat(check()).isEqualTo(new Check("extensions", true, "none"));
    assertThat(check("gone").passed()).isTrue();
  }

  @Test
  void one_that_works_now_and_would_not_later_keeps_the_upgrade_from_beginning() throws Exception {
    jar("fine", "1");
    assertThat(check("fine").passed()).isTrue();

    jar("later", "2");
    var refused = check("fine", "later");

    assertThat(refused.passed()).isFalse();
    assertThat(refused.words()).contains("later.jar", "version 2", "extension disable");
    assertThat(check("fine").passed()).isTrue();
  }

  @Test
  void what_did_not_work_before_either_is_told_and_not_judged() throws Exception {
    jar("fine", "1");
    Files.writeString(home.resolve("extensions/cut.jar"), "PK");

    assertThat(check("fine").passed()).isTrue();
    assertThat(check("fine").words()).contains("2", "1 can't be used");
  }
}
