package contentgremlin.engine.upload;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.Actor;
import contentgremlin.disk.DiskVault;
import contentgremlin.engine.upload.Outcome.Accepted;
import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Setting;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// However an upload is cut into requests, whichever of them break off, and whenever the server is
/// started anew in between: the item has exactly the bytes, and their digest.
@SuppressWarnings("NullAway.Init") // the fields are set before the first try
class UploadsPropertyTest {
  private static final Actor OPERATOR = new Actor.Operator(Actor.Scope.ALL);
  private static final int SIZE_MAX = 6_000_000;

  private static Path home;
  private static SqliteDatabase database;
  private static DiskVault vault;

  @BeforeContainer
  static void open() throws IOException {
    home = Files.createTempDirectory("uploads");
    database = SqliteDatabase.open(home.resolve("db.sqlite"), "test", InstantSource.system());
    vault = new DiskVault(home.resolve("content"), InstantSource.system());
    database.write(tables -> {
      tables.settings().put(Setting.DISK_RESERVE.word(), "0");
      return null;
    });
  }

  @AfterContainer
  static void close() throws IOException {
    database.close();
    try (var files = Files.walk(home)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// What one request does: brings so many bytes, perhaps breaks off, perhaps the server is started
  /// anew before it.
  enum Turn {
    WHOLE,
    BREAKS,
    RESTARTS,
    CHECKED,
    DAMAGED
  }

  @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
  void anySequenceOfRequestsGivesTheBytes(
      @ForAll @IntRange(min = 0, max = SIZE_MAX) int size,
      @ForAll @Size(min = 1, max = 8) List<Turn> turns,
      @ForAll boolean deferred,
      @ForAll long seed)
      throws Exception {
    var bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    var random = new Random(seed);
    var uploads = openUploads();
    try {
      var created =
          uploads.create(
              OPERATOR, Uploads.Wanted.whole(deferred ? Upload.LENGTH_DEFERRED : size, Map.of()));
      var upload = ((Accepted) created).upload();
      for (var turn : turns) {
        if (turn == Turn.RESTARTS) {
          uploads.close();
          uploads = openUploads();
        }
        upload = take(uploads, upload.id(), bytes, turn, random);
        assertThat(Arrays.mismatch(stored(upload), Arrays.copyOf(bytes, (int) upload.offset())))
            .isEqualTo(-1);
      }
      check(bytes, finish(uploads, upload, bytes));
    } finally {
      uploads.close();
    }
  }

  private static Uploads openUploads() {
    return new Uploads(database, vault, InstantSource.system(), new SecureRandom());
  }

  private static Upload take(Uploads uploads, UploadId id, byte[] bytes, Turn turn, Random random)
      throws Exception {
    int offset = (int) current(uploads, id).offset();
    int end = offset + random.nextInt(bytes.length - offset + 1);
    var part = Arrays.copyOfRange(bytes, offset, end);
    boolean isSummed = turn == Turn.CHECKED || turn == Turn.DAMAGED;
    var sum = MessageDigest.getInstance("SHA-1").digest(part);
    if (turn == Turn.DAMAGED && part.length > 0) {
      part[0]++;
    }
    InputStream body =
        turn == Turn.BREAKS ? new Breaking(part, random) : new ByteArrayInputStream(part);
    var checksum = isSummed ? Checksum.of(Checksum.Algorithm.SHA1, sum) : null;
    uploads.append(
        id,
        OPERATOR,
        new Uploads.Addition(offset, body, part.length, Upload.LENGTH_DEFERRED, checksum));
    var after = current(uploads, id);
    switch (turn) {
      case WHOLE, RESTARTS, CHECKED -> assertThat(after.offset()).isEqualTo(end);
      case BREAKS -> assertThat(after.offset()).isBetween((long) offset, (long) end);
      case DAMAGED -> assertThat(after.offset()).isEqualTo(offset);
    }
    return after;
  }

  private static Upload finish(Uploads uploads, Upload upload, byte[] bytes) throws Exception {
    int offset = (int) upload.offset();
    var rest = new ByteArrayInputStream(bytes, offset, bytes.length - offset);
    var outcome =
        uploads.append(
            upload.id(),
            OPERATOR,
            new Uploads.Addition(offset, rest, rest.available(), bytes.length, null));
    return ((Accepted) outcome).upload();
  }

  private static void check(byte[] bytes, Upload upload) throws Exception {
    var id = Objects.requireNonNull(upload.item());
    Item item = database.read(tables -> tables.items().find(id)).orElseThrow();
    var source = (Source.Owned) item.source();
    assertThat(source.size()).isEqualTo(bytes.length);
    assertThat(source.digest().hex())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    assertThat(Arrays.mismatch(Files.readAllBytes(vault.original(item)), bytes)).isEqualTo(-1);
    vault.removeUpload(upload.id());
  }

  private static byte[] stored(Upload upload) throws IOException {
    try (var in = Files.newInputStream(vault.uploadData(upload.id()))) {
      return in.readNBytes((int) upload.offset());
    }
  }

  private static Upload current(Uploads uploads, UploadId id) throws InterruptedException {
    return ((Accepted) uploads.find(id, OPERATOR)).upload();
  }

  /// A connection that is lost after some of its bytes.
  private static final class Breaking extends InputStream {
    private final InputStream bytes;
    private int left;

    Breaking(byte[] bytes, Random random) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.left = random.nextInt(bytes.length + 1);
    }

    @Override
    public int read() throws IOException {
      throw new IOException("single bytes are never read");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        throw new IOException("connection reset");
      }
      int count = bytes.read(buffer, offset, Math.min(left, Math.min(length, 30_000)));
      left -= Math.max(count, 0);
      return count;
    }
  }
}
