package contentgremlin.cli;

import contentgremlin.upgrade.Check;
import contentgremlin.upgrade.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// For commands that upgrade nothing.
final class NoUpgrader implements Upgrader {
  @Override
  public List<Check> check(Path home, boolean again) {
    throw new IllegalStateException("nothing is to be upgraded here");
  }

  @Override
  public OptionalInt startSuccessor(Path home, Consumer<String> lines) {
    throw new IllegalStateException("nothing is to be upgraded here");
  }

  @Override
  public Launcher.Running takeOver(Path home, Consumer<Step> steps) {
    throw new IllegalStateException("nothing is to be upgraded here");
  }

  @Override
  public void takeOutput() {
    throw new IllegalStateException("nothing is to be upgraded here");
  }

  @Override
  public void halt() {
    throw new IllegalStateException("nothing is to be upgraded here");
  }

  @Override
  public WayBack wayBack(Path home, @Nullable String version, @Nullable String remote) {
    throw new IllegalStateException("nothing is to be upgraded here");
  }

  @Override
  public @Nullable Path goBack(Path home, WayBack way) {
    throw new IllegalStateException("nothing is to be upgraded here");
  }

  @Override
  public boolean startOlder(Path home, String listen) {
    throw new IllegalStateException("nothing is to be upgraded here");
  }
}
