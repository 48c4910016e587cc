package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody looks at a film in Chromium while the server under it is upgraded; what the browser
/// does stands in `acceptance/browser/through.mjs`.
class PlayingUpgradeTest {
  private static final Duration UPGRADE_MAX = Duration.ofMinutes(2);
  private static final long END_MINUTES_MAX = 4;

  /// Longer than the upgrade takes.
  private static final int FILM_SECONDS = 180;

  @TempDir private Path folder;

  @Test
  void a_film_plays_on_through_an_upgrade() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/chromium")),
        "SKIPPED: a film in a browser, since there is no /usr/bin/chromium (apt install chromium)");
    var next = NextVersion.make(folder.resolve("versions"));
    var film = new Samples(folder).film("film.mp4", FILM_SECONDS, 320, 180);
    try (var old = new Gremlin(folder.resolve("home")).serve()) {
      var item =
          old.must("add", "--wait", "--json", film.toString()).json().get(0).get("id").asString();
      try {
        watchThrough(old, item, next);
      } finally {
        old.run(command(next, old, "stop", "--end-work"), UPGRADE_MAX);
      }
    }
  }

  private static void watchThrough(Gremlin old, String item, Path next) throws Exception {
    var player =
        new ProcessBuilder("sh", "browser/run.sh", "through.mjs", old.address(), item)
            .redirectErrorStream(true)
            .start();
    try (var out = player.inputReader();
        var in = player.outputWriter()) {
      awaitPlaying(out);
      var upgraded = old.run(command(next, old, "upgrade"), UPGRADE_MAX);
      assertThat(upgraded.exit()).as(upgraded.out() + upgraded.error()).isZero();
      in.write("upgraded\n");
      in.flush();
      var said = String.join("\n", out.lines().toList());
      assertThat(player.waitFor(END_MINUTES_MAX, TimeUnit.MINUTES)).as(said).isTrue();
      assertThat(player.exitValue()).as(said).isZero();
      Profile.report(said);
    } finally {
      player.descendants().forEach(ProcessHandle::destroyForcibly);
      player.destroyForcibly();
    }
  }

  private static void awaitPlaying(BufferedReader out) throws IOException {
    var said = new StringBuilder();
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals("playing")) {
        return;
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("the film did not play:\n" + said);
  }

  private static List<String> command(Path program, Gremlin gremlin, String... words) {
    var command = new ArrayList<>(List.of(program.resolve("bin/gremlin").toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--home", gremlin.home().toString()));
    return command;
  }
}
