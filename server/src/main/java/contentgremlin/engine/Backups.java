package contentgremlin.engine;

import contentgremlin.store.DatabaseCopies;
import contentgremlin.vault.BackupTarget;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Makes backups of one home, on demand. Thread-safe.
public final class Backups {
  /// Opens the place where backups go.
  @FunctionalInterface
  public interface Opener {
    BackupTarget open(Path folder) throws IOException;
  }

  private final DatabaseCopies copies;
  private final Vault vault;
  private final Path home;
  private final InstantSource time;
  private final Opener opener;
  private final Map<String, String> facts;
  private final Errand<BackedUp> errand;

  /// @param facts about the program that are to be found with each backup
  public Backups(
      DatabaseCopies copies,
      Vault vault,
      Path home,
      InstantSource time,
      Opener opener,
      Map<String, String> facts) {
    this.copies = copies;
    this.vault = vault;
    this.home = home;
    this.time = time;
    this.opener = opener;
    this.facts = Map.copyOf(facts);
    this.errand = new Errand<>("backup", time);
  }

  /// @param folder that backups are kept in; it is made if it is missing
  /// @param kept how many there are to be in the end; older ones are removed
  public BackedUp make(Path folder, int kept) throws IOException, InterruptedException {
    if (folder.toAbsolutePath().normalize().startsWith(home)) {
      throw new IOException("a backup inside the home would be lost with it");
    }
    try (var target = opener.open(folder)) {
      return new Backup(copies, vault, home, time, target).run(kept, facts);
    }
  }

  /// Makes one in the background.
  ///
  /// @return the run that began; empty if another one is under way
  public Optional<Errand.Run<BackedUp>> begin(Path folder, int kept) {
    return errand.begin(() -> make(folder, kept));
  }

  public Errand<BackedUp> errand() {
    return errand;
  }
}
