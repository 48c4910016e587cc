package contentgremlin.disk;

import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.job.JobId;
import contentgremlin.vault.Digest;
import contentgremlin.vault.FileExtension;
import contentgremlin.vault.Finding;
import contentgremlin.vault.Found;
import contentgremlin.vault.Mirror;
import contentgremlin.vault.Pace;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.UploadId;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The vault as a directory of one local file system. Thread-safe: every step that others can see
/// is one rename.
public final class DiskVault implements Vault {
  private static final int READ_BUFFER_BYTES = 1 << 20;

  /// Holds links to files of libraries, made by whoever is the [Mirror].
  public static final String LINKS = "mirror";

  /// Others look after these.
  private static final Set<String> NOT_WALKED = Set.of("job", "quarantine", LINKS);

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path root;
  private final InstantSource time;
  private final Mirror mirror;
  private final Inspection inspection = new Inspection();

  /// Opens the directory, and makes it if it is missing.
  ///
  /// @param root `HOME/content`; MAY itself be a link to a directory
  /// @param mirror finds the files of libraries
  public DiskVault(Path root, InstantSource time, Mirror mirror) {
    this.time = time;
    this.mirror = mirror;
    try {
      Durable.createFolders(root.toAbsolutePath().normalize());
      this.root = root.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException("can't open the content directory " + root, e);
    }
  }

  /// A vault beside which there are no libraries.
  public DiskVault(Path root, InstantSource time) {
    this(
        root,
        time,
        (_, path) -> {
          throw new NoSuchFileException(path, null, "there are no libraries here");
        });
  }

  @Override
  public Path path(String relative) {
    for (var part : relative.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("“" + relative + "” is not a path below content/");
      }
    }
    var path = root.resolve(relative);
    refuseLinksOut(path, relative);
    return path;
  }

  /// Only what exists can be a link: looks at the nearest part of the path that does.
  private void refuseLinksOut(Path path, String relative) {
    for (Path at = path; at != null && !at.equals(root); at = at.getParent()) {
      if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      if (!realPath(at, relative).startsWith(root)) {
        throw new IllegalArgumentException("“" + relative + "” leads out of content/ by a link");
      }
      return;
    }
  }

  private static Path realPath(Path path, String relative) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new IllegalArgumentException("“" + relative + "” is a link to nowhere", e);
    }
  }

  @Override
  public Path original(Item item) {
    return switch (item.source()) {
      case Source.Owned owned -> owned(owned);
      case Source.Mirrored(_, var library, var path, _, _) -> mirrored(library, path);
      case Source.External(var path, _, _) -> Path.of(path);
    };
  }

  @Override
  public Path mirrored(String library, String path) {
    try {
      return mirror.place(library, path);
    } catch (IOException e) {
      throw new UncheckedIOException("can't open a file of a library", e);
    }
  }

  @Override
  public void forgetPlaces(Instant before) throws IOException {
    try (var links = Files.newDirectoryStream(root.resolve(LINKS))) {
      for (var link : links) {
        var made = Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS).toInstant();
        if (made.isBefore(before) && Files.isSymbolicLink(link)) {
          Files.deleteIfExists(link);
        }
      }
    } catch (NoSuchFileException _) {
      // None were ever needed.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /// The row may lag behind the move to `original/` by one crash.
  private Path owned(Source.Owned source) {
    if (source.isKept()) {
      return kept(source.digest());
    }
    var uploaded = uploadData(new UploadId(source.upload()));
    return Files.exists(uploaded) ? uploaded : kept(source.digest());
  }

  /// The file with these bytes, or where it would be.
  private Path kept(Digest digest) {
    return findKept(digest).orElseGet(() -> path(digest.originalPath(FileExtension.UNKNOWN)));
  }

  private Optional<Path> findKept(Digest digest) {
    var folder = path(digest.originalFolder());
    try (var files = Files.newDirectoryStream(folder, digest.hex() + ".*")) {
      var found = files.iterator();
      return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    } catch (NoSuchFileException | NotDirectoryException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not look into " + folder, e);
    }
  }

  @Override
  public Path uploadData(UploadId id) {
    return path(id.dataPath());
  }

  private Path uploadFolder(UploadId id) {
    return path("incoming/" + id.value());
  }

  @Override
  public void createUpload(UploadId id) throws IOException {
    Durable.createFolders(uploadFolder(id));
    try (var channel =
        FileChannel.open(uploadData(id), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Durable.force(uploadFolder(id));
  }

  @Override
  public void removeUpload(UploadId id) throws IOException {
    Durable.removeTree(uploadFolder(id));
  }

  @Override
  public Path createAttempt(JobId job, int attempt) throws IOException {
    var folder = attempt(job, attempt);
    Durable.removeTree(folder);
    return Files.createDirectories(folder);
  }

  @Override
  public Path attempt(JobId job, int attempt) {
    return path("job/" + job.value() + "/attempt-" + attempt);
  }

  @Override
  public void removeAttempts(JobId job) throws IOException {
    Durable.removeTree(path("job/" + job.value()));
  }

  @Override
  public List<StoredFile> publish(Path folder, String target, Function<String, String> mediaType)
      throws IOException {
    var place = path(target);
    if (!Files.exists(place)) {
      var files = harden(folder, target, mediaType);
      Durable.createFolders(Durable.parentOf(place));
      Durable.move(folder, place);
      return files;
    }
    // An earlier call came as far as the rename: only its answer was lost.
    return harden(place, target, mediaType);
  }

  /// Digests, forces and protects every file below the folder, then forces the folders, deepest
  /// first. Harmless to repeat.
  private List<StoredFile> harden(Path folder, String target, Function<String, String> mediaType)
      throws IOException {
    var files = new ArrayList<StoredFile>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!attributes.isRegularFile()) {
              throw new IOException(file + " is neither a file nor a folder; not published");
            }
            var inside = folder.relativize(file).toString();
            files.add(harden(file, target + "/" + inside, mediaType.apply(inside)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Durable.force(inner);
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(Comparator.comparing(StoredFile::path));
    return List.copyOf(files);
  }

  private StoredFile harden(Path file, String path, String mediaType) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var digest = digest(channel);
      Durable.makeReadOnly(file);
      channel.force(true);
      // Where the reading ended.
      return new StoredFile(path, channel.position(), digest, mediaType, time.instant());
    }
  }

  @Override
  public Digest digest(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return digest(channel);
    }
  }

  private static Digest digest(FileChannel channel) throws IOException {
    var digest = sha256();
    var buffer = ByteBuffer.allocate(Math.clamp(channel.size(), 1, READ_BUFFER_BYTES));
    while (channel.read(buffer) >= 0) {
      digest.update(buffer.flip());
      buffer.clear();
    }
    return Digest.of(digest.digest());
  }

  @Override
  public StoredFile keepOriginal(UploadId id, Digest digest, String mediaType) throws IOException {
    var kept = keepFile(uploadData(id), digest, mediaType);
    removeUpload(id);
    return kept;
  }

  @Override
  public StoredFile keepFile(String from, Digest digest, String mediaType) throws IOException {
    return keepFile(path(from), digest, mediaType);
  }

  private StoredFile keepFile(Path from, Digest digest, String mediaType) throws IOException {
    var place =
        findKept(digest).orElseGet(() -> path(digest.originalPath(FileExtension.of(mediaType))));
    var verified = StoredFile.NEVER;
    if (Files.exists(from)) {
      verified = keep(from, place, digest);
    } else if (!Files.exists(place)) {
      throw new NoSuchFileException(
          place.toString(), from.toString(), "neither what came nor the kept original exists");
    }
    var target = digest.originalFolder() + "/" + place.getFileName();
    return new StoredFile(target, Files.size(place), digest, mediaType, verified);
  }

  /// @return when the bytes in the place were seen to be these
  private Instant keep(Path upload, Path place, Digest digest) throws IOException {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      var now = time.instant();
      if (isOf(place, upload, digest)) {
        return now;
      }
      // What is there is not these bytes: it was damaged, and the upload mends it.
      var note = "These are not the bytes with SHA-256 " + digest.hex() + ", which came again.";
      quarantine(root.relativize(place).toString(), note);
    }
    Durable.makeReadOnly(upload);
    Durable.force(upload);
    Durable.createFolders(Durable.parentOf(place));
    Durable.move(upload, place);
    return StoredFile.NEVER;
  }

  private boolean isOf(Path place, Path upload, Digest digest) throws IOException {
    return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)
        && Files.size(place) == Files.size(upload)
        && digest(place).equals(digest);
  }

  @Override
  public Finding inspect(String relative, Pace pace) throws InterruptedException {
    Path place;
    try {
      place = path(relative);
    } catch (IllegalArgumentException _) {
      return new Finding.NoFile("a link that leads out of content/");
    }
    return inspection.inspect(place, pace);
  }

  @Override
  public Finding inspectOriginal(Item item, Pace pace) throws InterruptedException {
    try {
      // Of a name of odd bytes there is a link only; Java knows how to go on from there.
      var place = original(item);
      boolean isLink = Files.isSymbolicLink(place);
      return inspection.inspect(isLink ? place.toRealPath() : place, pace);
    } catch (NoSuchFileException _) {
      return new Finding.Nothing();
    } catch (UncheckedIOException e) {
      return e.getCause() instanceof NoSuchFileException
          ? new Finding.Nothing()
          : new Finding.Unreadable("a file of a library can't be opened: " + e.getCause());
    } catch (IOException e) {
      return new Finding.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean isPresent(String folder) {
    try (var entries = Files.newDirectoryStream(path(folder))) {
      return entries.iterator().hasNext();
    } catch (IOException | DirectoryIteratorException _) {
      return false;
    }
  }

  @Override
  public Optional<String> quarantine(String relative, String note) throws IOException {
    var place = path(relative);
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    var name = freeName(STAMP.format(time.instant()) + "-" + relative.replace('/', '-'));
    var target = path("quarantine/" + name);
    Durable.createFolders(Durable.parentOf(target));
    var text = "%s%n%nIt was content/%s until %s.%n".formatted(note, relative, time.instant());
    Durable.write(target.resolveSibling(name + ".txt"), text);
    Durable.move(place, target);
    return Optional.of("quarantine/" + name);
  }

  /// Neither the name nor the one of its note is taken.
  private String freeName(String wanted) {
    var name = wanted;
    for (int number = 2; isTaken(name) || isTaken(name + ".txt"); number++) {
      name = wanted + "-" + number;
    }
    return name;
  }

  private boolean isTaken(String name) {
    return Files.exists(root.resolve("quarantine").resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void move(String from, String to) throws IOException {
    var place = path(to);
    if (Files.exists(path(from), LinkOption.NOFOLLOW_LINKS)) {
      Durable.createFolders(Durable.parentOf(place));
      Durable.move(path(from), place);
    }
  }

  @Override
  public void force(Path fileOrFolder) throws IOException {
    Durable.force(fileOrFolder);
  }

  @Override
  public void remove(String relative) throws IOException {
    Durable.removeTree(path(relative));
  }

  @Override
  public List<Found> walk(String after, int limit) throws IOException {
    return VaultWalk.walk(root, after, limit, NOT_WALKED);
  }

  @Override
  public long size(String relative) throws IOException {
    var bytes = new LongAdder();
    try {
      Files.walkFileTree(
          path(relative),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              bytes.add(attributes.size());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE; // it went meanwhile
              }
              throw failure;
            }
          });
    } catch (NoSuchFileException _) {
      return 0;
    }
    return bytes.sum();
  }

  /// The folder's inode: a file system mounted here, or another folder, has another one.
  @Override
  public long place() throws IOException {
    return ((Number) Files.getAttribute(root, "unix:ino")).longValue();
  }

  @Override
  public long freeBytes() throws IOException {
    // Not by its FileStore: that looks for the mount point, and a changed root has none.
    long bytes = root.toFile().getUsableSpace();
    if (bytes == 0 && !Files.isDirectory(root)) {
      throw new NoSuchFileException(root.toString());
    }
    return bytes;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
