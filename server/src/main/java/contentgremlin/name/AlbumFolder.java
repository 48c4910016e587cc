package contentgremlin.name;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the folders of a song say of its album.
///
/// @param folder that is named for the album; null if the song lies in none
/// @param title empty if no folder says so
/// @param artist of the album, "Various Artists" if it is a compilation; empty if no folder says so
/// @param isVarious whether the folder says that artists of all sorts are on it
/// @param year 0 if no folder says so
/// @param disc what the innermost folder says; its album is empty if that folder is a disc alone
public record AlbumFolder(
    @Nullable String folder,
    String title,
    String artist,
    boolean isVarious,
    int year,
    DiscName disc) {
  private static final String VARIOUS = "Various Artists";

  /// @param path the folders on the way to the song, the library's root excluded
  public static AlbumFolder of(List<String> path) {
    var folders = new ArrayList<>(path);
    var disc = DiscName.ofFolder(folders.isEmpty() ? "" : folders.getLast());
    if (disc.disc() > 0) {
      folders.removeLast();
      if (!disc.album().isEmpty()) {
        folders.add(disc.album());
      }
    }
    var name = name(folders);
    return new AlbumFolder(
        folders.isEmpty() ? null : folders.getLast(),
        name.title(),
        name.artist(),
        Words.isVarious(name.artist()),
        name.year(),
        disc);
  }

  private static FolderName name(List<String> folders) {
    if (folders.isEmpty()) {
      return new FolderName("", "", 0);
    }
    var found = FolderName.of(folders.getLast());
    if (!found.artist().isEmpty() || folders.size() < 2) {
      return found;
    }
    var above = folders.get(folders.size() - 2);
    boolean isCompilations = Words.isVarious(above);
    return isCompilations || FolderName.isSomebody(above)
        ? new FolderName(isCompilations ? VARIOUS : above, found.title(), found.year())
        : found;
  }
}
