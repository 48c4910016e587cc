package contentgremlin.disk;

import contentgremlin.install.MediaFolders;
import contentgremlin.install.Suggestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The folders in which people and systems usually keep media: those that the user's desktop names
/// (XDG user directories), those with the usual names, `/srv`, and disks that are mounted. What is
/// empty or can't be read is not worth a suggestion. Thread-safe.
///
/// @param root of the file system, "/" but in tests
/// @param userHome of whoever runs the server
public record UsualFolders(Path root, Path userHome) implements MediaFolders {
  /// As xdg-user-dirs writes it: XDG_MUSIC_DIR="$HOME/Musik"
  private static final Pattern XDG =
      Pattern.compile("XDG_(MUSIC|VIDEOS|PICTURES)_DIR=\"(?<path>[^\"]+)\"");

  private static final List<String> AT_HOME = List.of("Music", "Videos", "Pictures");

  private static final List<String> OF_SYSTEM =
      List.of(
          "srv/media",
          "srv/music",
          "srv/video",
          "srv/videos",
          "srv/movies",
          "srv/photos",
          "srv/pictures",
          "var/lib/media");

  /// Below which disks are mounted, each in a folder of its own or of its user's.
  private static final List<String> MOUNTS = List.of("media", "run/media", "mnt");

  private static final int MOUNTS_MAX = 100;

  /// As people file them: artist, album, song.
  private static final int DEPTH_MAX = 3;

  private static final int FILES_MAX = 5_000;

  private static final Set<String> MEDIA =
      Set.of(
          "mp3", "flac", "m4a", "ogg", "opus", "wav", "mp4", "mkv", "avi", "mov", "m4v", "webm",
          "jpg", "jpeg", "heic", "cr2", "nef");

  public static UsualFolders ofThisUser() {
    return new UsualFolders(Path.of("/"), Path.of(System.getProperty("user.home", "/")));
  }

  @Override
  public List<Suggestion> look() throws IOException {
    var found = new LinkedHashMap<Path, String>();
    for (var folder : desktopFolders()) {
      add(found, folder);
    }
    for (var name : AT_HOME) {
      add(found, userHome.resolve(name));
    }
    for (var name : OF_SYSTEM) {
      add(found, root.resolve(name));
    }
    for (var mount : mounts()) {
      if (holdsMedia(mount)) {
        add(found, mount);
      }
    }
    return found.entrySet().stream()
        .limit(FOLDERS_MAX)
        .map(entry -> suggestion(entry, found))
        .toList();
  }

  /// Two folders of the same name are told apart by what they are in.
  private static Suggestion suggestion(Map.Entry<Path, String> entry, Map<Path, String> all) {
    var path = entry.getKey();
    boolean isAlone = all.values().stream().filter(entry.getValue()::equals).count() == 1;
    var parent = path.getParent();
    var name =
        isAlone || parent == null || parent.getFileName() == null
            ? entry.getValue()
            : entry.getValue() + " (" + parent.getFileName() + ")";
    return new Suggestion(name, path.toString());
  }

  private static void add(Map<Path, String> found, Path folder) {
    var real = real(folder);
    if (real != null && !found.containsKey(real) && holdsSomething(real)) {
      found.put(real, real.getFileName().toString());
    }
  }

  /// A link and where it leads are one folder.
  private static @Nullable Path real(Path folder) {
    try {
      var real = folder.toRealPath();
      return Files.isDirectory(real) && real.getFileName() != null ? real : null;
    } catch (IOException _) {
      return null; // not there
    }
  }

  private static boolean holdsSomething(Path folder) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return entries.iterator().hasNext();
    } catch (IOException | DirectoryIteratorException _) {
      return false; // not ours to read
    }
  }

  /// A disk may be for anything: only one with media near its top is worth a suggestion.
  private static boolean holdsMedia(Path folder) {
    var look = new Look();
    try {
      Files.walkFileTree(folder, Set.of(), DEPTH_MAX, look);
    } catch (IOException _) {
      return false; // it goes away while we look
    }
    return look.found;
  }

  /// Passes over what is not ours to read, and gives up after a while: the disk may be full of
  /// something else.
  private static final class Look extends SimpleFileVisitor<Path> {
    private int seen;
    private boolean found;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      found = attributes.isRegularFile() && isMedia(file);
      return found || ++seen >= FILES_MAX ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem) {
      return FileVisitResult.CONTINUE;
    }
  }

  private static boolean isMedia(Path file) {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return MEDIA.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /// Where a desktop says that they are; its own home is no folder of media.
  private List<Path> desktopFolders() throws IOException {
    var file = configuration().resolve("user-dirs.dirs");
    var folders = new ArrayList<Path>();
    if (Files.isReadable(file)) {
      var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      for (var line : text.lines().toList()) {
        var named = XDG.matcher(line.strip());
        if (named.matches()) {
          named(named.group("path")).ifPresent(folders::add);
        }
      }
    }
    return folders;
  }

  /// A desktop without such a folder names the home itself.
  private Optional<Path> named(String text) {
    try {
      var path = Path.of(text.replace("$HOME", userHome.toString())).normalize();
      return Optional.of(path).filter(it -> it.isAbsolute() && !userHome.startsWith(it));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private Path configuration() {
    var named = Objects.requireNonNullElse(System.getenv("XDG_CONFIG_HOME"), "");
    return named.startsWith("/") && root.equals(Path.of("/"))
        ? Path.of(named)
        : userHome.resolve(".config");
  }

  /// `/media/DISK`, and `/media/USER/DISK` of this user.
  private List<Path> mounts() {
    var user = userHome.getFileName();
    var folders = new ArrayList<Path>();
    for (var name : MOUNTS) {
      for (var entry : entries(root.resolve(name))) {
        if (user != null && entry.endsWith(user)) {
          folders.addAll(entries(entry));
        } else {
          folders.add(entry);
        }
      }
    }
    return folders;
  }

  private static List<Path> entries(Path folder) {
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (var entry : entries) {
        if (found.size() < MOUNTS_MAX) {
          found.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // nothing is mounted there
    }
    found.sort(null);
    return found;
  }
}
