package contentgremlin.disk;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.install.Suggestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsualFoldersTest {
  @TempDir Path root;
  private Path user;

  @BeforeEach
  void makeHome() throws IOException {
    root = root.toRealPath();
    user = Files.createDirectories(root.resolve("home/ada"));
  }

  private void put(String file) throws IOException {
    var path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "x");
  }

  private List<String> found() throws IOException {
    return new UsualFolders(root, user)
        .look().stream().map(it -> root.relativize(Path.of(it.path())).toString()).toList();
  }

  @Test
  void where_nothing_is_nothing_is_suggested() throws IOException {
    assertThat(found()).isEmpty();
  }

  @Test
  void folders_with_something_in_them_are_found_and_empty_ones_are_not() throws IOException {
    put("home/ada/Music/song.mp3");
    Files.createDirectories(root.resolve("home/ada/Videos"));
    put("srv/media/film.mkv");
    put("home/ada/Pictures"); // a file

    assertThat(found()).containsExactly("home/ada/Music", "srv/media");
  }

  @Test
  void a_desktop_says_where_they_are_and_what_it_says_wrongly_is_passed_over() throws IOException {
    put("home/ada/Musik/song.mp3");
    put("elsewhere/films/a.mkv");
    put("home/ada/.config/user-dirs.dirs");
    Files.write(
        root.resolve("home/ada/.config/user-dirs.dirs"),
        """
        # as xdg-user-dirs writes it
        XDG_MUSIC_DIR="$HOME/Musik"
        XDG_VIDEOS_DIR="%s/elsewhere/films"
        XDG_PICTURES_DIR="$HOME/"
        XDG_MUSIC_DIR="relative"
        broken \u00ff "
        """
            .formatted(root)
            .getBytes(StandardCharsets.ISO_8859_1));

    assertThat(found()).containsExactly("home/ada/Musik", "elsewhere/films");
  }

  @Test
  void disks_are_suggested_if_there_are_media_on_them() throws IOException {
    put("media/ada/DISK/Artist/Album/song.FLAC");
    put("media/cdrom/readme.txt");
    put("mnt/backup/2026/database.dump");
    put("mnt/films/film.mp4");
    Files.createDirectories(root.resolve("mnt/films/.private"));
    Files.setPosixFilePermissions(
        root.resolve("mnt/films/.private"), PosixFilePermissions.fromString("---------"));

    assertThat(found()).containsExactly("media/ada/DISK", "mnt/films");
  }

  @Test
  void a_link_and_where_it_leads_are_one_and_equal_names_are_told_apart() throws IOException {
    put("srv/music/song.mp3");
    put("mnt/music/song.mp3");
    Files.createSymbolicLink(user.resolve("Music"), root.resolve("srv/music"));

    assertThat(new UsualFolders(root, user).look())
        .extracting(Suggestion::name)
        .containsExactly("music (srv)", "music (mnt)");
  }
}
