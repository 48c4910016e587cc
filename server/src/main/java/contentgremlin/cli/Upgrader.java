package contentgremlin.cli;

import contentgremlin.upgrade.Check;
import contentgremlin.upgrade.Since;
import contentgremlin.upgrade.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings a home to this program's version, and back.
public interface Upgrader {
  /// Looks whether an upgrade of the running server can be made; changes nothing.
  ///
  /// @param again whether the same version may take over, too
  List<Check> check(Path home, boolean again) throws IOException;

  /// Runs this program once more, to take the place of the running server. Returns when it serves,
  /// or has ended.
  ///
  /// @return how it ended; empty if it serves
  OptionalInt startSuccessor(Path home, Consumer<String> lines)
      throws IOException, InterruptedException;

  /// In the process that [#startSuccessor] started: takes the place of the running server.
  Launcher.Running takeOver(Path home, Consumer<Step> steps) throws IOException;

  /// From now on what this process prints goes where the server before it printed.
  void takeOutput() throws IOException;

  /// Ends this process at once and leaves everything as it lies: the database is not ours.
  void halt();

  /// Where going back would lead.
  ///
  /// @param name of the file or schema that the older program left
  /// @param version of that program
  /// @param since what came after it was left
  record WayBack(String name, String version, List<Since> since) {}

  /// @param version of the program to go back to; null: the one before
  /// @param remote where the database is, if no server runs that could tell; null: in the home
  WayBack wayBack(Path home, @Nullable String version, @Nullable String remote) throws IOException;

  /// Goes back, while nobody serves the home. Originals that came since get a second name in a
  /// folder of their own, out of every sweeper's reach.
  ///
  /// @return that folder; null if there was nothing to be put there
  @Nullable Path goBack(Path home, WayBack way) throws IOException;

  /// Starts the older program's server, if it is known where that program is.
  ///
  /// @param listen HOST:PORT
  /// @return whether it serves
  boolean startOlder(Path home, String listen) throws IOException, InterruptedException;
}
