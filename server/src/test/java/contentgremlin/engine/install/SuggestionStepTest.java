package contentgremlin.engine.install;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.install.Standing;
import contentgremlin.install.Suggestion;
import contentgremlin.sql.SqliteDatabase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuggestionStepTest {
  /// Java puts the second one first, a database the first one.
  private static final List<Suggestion> FOUND =
      List.of(new Suggestion("one", "/m/\uFFFC"), new Suggestion("two", "/m/\uD83D\uDE00"));

  @TempDir private Path folder;

  @Test
  void it_is_done_whatever_letters_the_names_of_folders_have() throws Exception {
    var time = InstantSource.system();
    try (var database = SqliteDatabase.open(folder.resolve("db"), "test", time)) {
      var step = new SuggestionStep(database, "", () -> FOUND, folder);

      step.apply();

      assertThat(step.check()).isInstanceOf(Standing.Done.class);
    }
  }
}
