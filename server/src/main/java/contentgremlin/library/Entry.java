package contentgremlin.library;

import contentgremlin.item.ItemId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A file of a library, as it is kept; also of one that is gone.
///
/// @param id 0 for one that is not kept yet
/// @param item of media: its own; of a sidecar: whom it belongs to, if to one alone
/// @param gone since when it is not there; null: it is
/// @param settled whether its item is missing for that
/// @param demand the greater, the sooner it is probed
/// @param essence tells its media without tags; empty: not known
/// @param digest SHA-256 of all its bytes, in hex; empty: not known
public record Entry(
    long id,
    long folder,
    String name,
    FileRole role,
    @Nullable ItemId item,
    FileStat stat,
    @Nullable Instant gone,
    boolean settled,
    ProbeState probe,
    long demand,
    String essence,
    String digest) {

  public enum ProbeState {
    /// There is nothing to be found out.
    NONE,
    DUE,
    DONE,
    UNREADABLE,
    /// It was not there, or changed, when its turn came: the next comparison decides.
    POSTPONED
  }

  /// A file that nobody knew.
  public static Entry of(
      long folder, String name, FileRole role, @Nullable ItemId item, FileStat stat) {
    return new Entry(
        0,
        folder,
        name,
        role,
        item,
        stat,
        null,
        false,
        role == FileRole.MEDIA ? ProbeState.DUE : ProbeState.NONE,
        0,
        "",
        "");
  }

  /// The same file at another place, or at its own place again.
  public Entry at(long newFolder, String newName, FileStat newStat) {
    boolean isSame = holds(newStat);
    return new Entry(
        id,
        newFolder,
        newName,
        role,
        item,
        newStat,
        null,
        false,
        isSame && isHere(newFolder, newName) && probe != ProbeState.POSTPONED ? probe : againDue(),
        demand,
        isSame ? essence : "",
        isSame ? digest : "");
  }

  /// What stands beside a file, and how it is called, says something about what is in it.
  private boolean isHere(long newFolder, String newName) {
    return folder == newFolder && name.equals(newName);
  }

  /// Whether that are the same bytes, as far as a look without reading can tell.
  public boolean holds(FileStat other) {
    return stat.size() == other.size() && stat.modified() == other.modified();
  }

  private ProbeState againDue() {
    return role == FileRole.MEDIA ? ProbeState.DUE : ProbeState.NONE;
  }

  public Entry gone(Instant since) {
    return new Entry(
        id, folder, name, role, item, stat, since, false, probe, demand, essence, digest);
  }

  public Entry settledMissing() {
    return new Entry(
        id, folder, name, role, item, stat, gone, true, probe, demand, essence, digest);
  }

  public Entry probed(ProbeState outcome, String newEssence) {
    return new Entry(
        id, folder, name, role, item, stat, gone, settled, outcome, 0, newEssence, digest);
  }

  public Entry of(@Nullable ItemId newItem) {
    return new Entry(
        id, folder, name, role, newItem, stat, gone, settled, probe, demand, essence, digest);
  }

  public boolean isThere() {
    return gone == null;
  }
}
