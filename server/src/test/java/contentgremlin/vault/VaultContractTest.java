package contentgremlin.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.JobId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every vault does. A subclass only says how to open one.
public abstract class VaultContractTest {
  private static final UploadId UPLOAD = new UploadId("0123456789abcdefghjkmnpqrs");
  private static final JobId JOB = new JobId(7);

  private Vault vault;

  protected abstract Vault open() throws IOException;

  @BeforeEach
  void openVault() throws IOException {
    vault = open();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "..",
        "../db.sqlite",
        "original/../../x",
        "a//b",
        "a/./b",
        "a/",
        "a\0b",
        "rendition/.."
      })
  void noPathLeadsOut(String path) {
    assertThatThrownBy(() -> vault.path(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void publishedFilesHaveDigestsAndAreReadOnly() throws Exception {
    var folder = attemptWithFiles();

    var files = vault.publish(folder, "rendition/item/hls-7", VaultContractTest::typeOf);

    assertThat(files)
        .extracting(StoredFile::path)
        .containsExactly("rendition/item/hls-7/360/00001.m4s", "rendition/item/hls-7/master.m3u8");
    var playlist = files.getLast();
    assertThat(playlist.digest()).isEqualTo(digestOf("#EXTM3U"));
    assertThat(playlist.size()).isEqualTo(7);
    assertThat(playlist.mediaType()).isEqualTo("type of master.m3u8");
    assertThat(vault.path(playlist.path())).hasContent("#EXTM3U");
    assertThat(Files.getPosixFilePermissions(vault.path(playlist.path())))
        .doesNotContain(PosixFilePermission.OWNER_WRITE);
    assertThat(folder).doesNotExist();
  }

  @Test
  void publishingAgainAfterACrashGivesTheSameAnswer() throws Exception {
    var folder = attemptWithFiles();
    var first = vault.publish(folder, "rendition/item/hls-7", VaultContractTest::typeOf);

    var again = vault.publish(folder, "rendition/item/hls-7", VaultContractTest::typeOf);

    assertThat(again).isEqualTo(first);
  }

  @Test
  void whatIsPublishedStaysWhenALaterCallBringsOtherFiles() throws Exception {
    vault.publish(attemptWithFiles(), "rendition/item/hls-7", VaultContractTest::typeOf);
    var other = vault.createAttempt(JOB, 2);
    Files.writeString(other.resolve("other"), "other");

    var files = vault.publish(other, "rendition/item/hls-7", VaultContractTest::typeOf);

    assertThat(files).extracting(StoredFile::path).noneMatch(path -> path.endsWith("other"));
  }

  @Test
  void aLinkIsNeverPublished() throws Exception {
    var folder = attemptWithFiles();
    Files.createSymbolicLink(folder.resolve("passwd"), Path.of("/etc/passwd"));

    assertThatThrownBy(
            () -> vault.publish(folder, "rendition/item/hls-7", VaultContractTest::typeOf))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("passwd");
    assertThat(vault.path("rendition/item/hls-7")).doesNotExist();
  }

  @Test
  void anAttemptStartsEmpty() throws Exception {
    Files.writeString(vault.createAttempt(JOB, 1).resolve("left over"), "x");

    assertThat(vault.createAttempt(JOB, 1)).isEmptyDirectory();
    vault.removeAttempts(JOB);
    assertThat(vault.attempt(JOB, 1)).doesNotExist();
    vault.removeAttempts(JOB);
  }

  @Test
  void anUploadBecomesAnOriginalAndKeepingItAgainIsHarmless() throws Exception {
    upload(UPLOAD, "bytes");

    var kept = vault.keepOriginal(UPLOAD, digestOf("bytes"), "video/mp4");
    var again = vault.keepOriginal(UPLOAD, digestOf("bytes"), "video/mp4");

    assertThat(again).isEqualTo(kept);
    assertThat(kept.path()).isEqualTo(digestOf("bytes").originalPath("mp4"));
    assertThat(kept.size()).isEqualTo(5);
    assertThat(vault.path(kept.path())).hasContent("bytes");
    assertThat(vault.uploadData(UPLOAD)).doesNotExist();
  }

  @Test
  void identicalBytesAreStoredOnce() throws Exception {
    var second = new UploadId("zzzzzzzzzzzzzzzzzzzzzzzzzz");
    upload(UPLOAD, "bytes");
    upload(second, "bytes");

    var one = vault.keepOriginal(UPLOAD, digestOf("bytes"), "video/mp4");
    var two = vault.keepOriginal(second, digestOf("bytes"), "video/mp4");

    assertThat(one.path()).isEqualTo(two.path());
    assertThat(vault.uploadData(second)).doesNotExist();
  }

  @Test
  void aDamagedOriginalIsMendedByTheSameBytes() throws Exception {
    var place = vault.path(digestOf("bytes").originalPath("mp4"));
    Files.createDirectories(place.getParent());
    Files.writeString(place, "byt");
    upload(UPLOAD, "bytes");

    vault.keepOriginal(UPLOAD, digestOf("bytes"), "video/mp4");

    assertThat(place).hasContent("bytes");
    assertThat(vault.path("quarantine")).isNotEmptyDirectory();
  }

  @Test
  void anOriginalThatIsNowhereIsAFault() {
    assertThatThrownBy(() -> vault.keepOriginal(UPLOAD, digestOf("bytes"), "video/mp4"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void theOriginalIsFoundAlsoWhenTheRowLagsBehindTheMove() throws Exception {
    upload(UPLOAD, "bytes");
    var item = itemFrom(new Source.Owned(digestOf("bytes"), "a.mp4", 5, UPLOAD.value()));
    assertThat(vault.original(item)).isEqualTo(vault.uploadData(UPLOAD));

    vault.keepOriginal(UPLOAD, digestOf("bytes"), "video/mp4");

    assertThat(vault.original(item)).hasContent("bytes");
    var kept = item.from(new Source.Owned(digestOf("bytes"), "a.mp4", 5, ""));
    assertThat(vault.original(kept)).isEqualTo(vault.original(item));
  }

  @Test
  void removingTwiceIsHarmlessAndFreeSpaceIsKnown() throws Exception {
    vault.publish(attemptWithFiles(), "rendition/item/hls-7", VaultContractTest::typeOf);

    vault.remove("rendition/item");
    vault.remove("rendition/item");

    assertThat(vault.path("rendition/item")).doesNotExist();
    assertThat(vault.freeBytes()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 1 << 20, (1 << 20) + 1, 3_000_000})
  void aFileIsReadToItsEndWhateverItsSize(int size) throws Exception {
    var place = vault.path("original/file");
    Files.createDirectories(place.getParent());
    var bytes = new byte[size];
    new java.util.Random(size).nextBytes(bytes);
    Files.write(place, bytes);
    var read = new long[1];

    var finding = vault.inspect("original/file", count -> read[0] += count);

    var digest = Digest.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertThat(finding).isEqualTo(new Finding.Read(size, digest));
    assertThat(read[0]).isEqualTo(size);
  }

  @Test
  void whatIsNoFileIsFoundToBeNone() throws Exception {
    Files.createDirectories(vault.path("original/folder"));
    Files.writeString(vault.path("original/file"), "text");
    Files.createSymbolicLink(vault.path("original/link"), vault.path("original/file"));

    assertThat(vault.inspect("original/nothing", Pace.UNLIMITED)).isEqualTo(new Finding.Nothing());
    assertThat(vault.inspect("original/file/x", Pace.UNLIMITED)).isEqualTo(new Finding.Nothing());
    assertThat(vault.inspect("original/folder", Pace.UNLIMITED)).isInstanceOf(Finding.NoFile.class);
    assertThat(vault.inspect("original/link", Pace.UNLIMITED)).isInstanceOf(Finding.NoFile.class);
  }

  @Test
  void thePaceCanEndAReading() throws Exception {
    Files.createDirectories(vault.path("original"));
    Files.writeString(vault.path("original/file"), "text");

    assertThatThrownBy(() ->
            vault.inspect(
                "original/file",
                _ -> {
                  throw new InterruptedException("enough");
                }))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void quarantineKeepsEverythingUnderNamesOfItsOwnWithANote() throws Exception {
    for (var text : List.of("first", "second")) {
      Files.createDirectories(vault.path("rendition/item/hls-7"));
      Files.writeString(vault.path("rendition/item/hls-7/a"), text);
      var place = vault.quarantine("rendition/item/hls-7", "Why: " + text).orElseThrow();

      assertThat(vault.path("rendition/item/hls-7")).doesNotExist();
      assertThat(vault.path(place + "/a")).hasContent(text);
      assertThat(vault.path(place + ".txt"))
          .content()
          .contains("Why: " + text, "content/rendition/item/hls-7");
    }
    assertThat(vault.quarantine("rendition/item/hls-7", "nothing")).isEmpty();
    try (var all = Files.list(vault.path("quarantine"))) {
      assertThat(all).hasSize(4);
    }
  }

  @Test
  void aPartIsPresentIfThereIsAnythingInIt() throws Exception {
    assertThat(vault.isPresent("original")).isFalse();
    Files.createDirectories(vault.path("original"));
    assertThat(vault.isPresent("original")).isFalse();
    Files.writeString(vault.path("original/file"), "text");
    assertThat(vault.isPresent("original")).isTrue();
  }

  @Test
  void onlyBytesThatWereComparedCountAsVerified() throws Exception {
    upload(UPLOAD, "bytes");
    var moved = vault.keepOriginal(UPLOAD, digestOf("bytes"), "video/mp4");
    upload(UPLOAD, "bytes");
    var compared = vault.keepOriginal(UPLOAD, digestOf("bytes"), "video/mp4");

    assertThat(moved.verified()).isEqualTo(StoredFile.NEVER);
    assertThat(compared.verified()).isAfter(StoredFile.NEVER);
  }

  private Path attemptWithFiles() throws IOException {
    var folder = vault.createAttempt(JOB, 1);
    Files.writeString(folder.resolve("master.m3u8"), "#EXTM3U");
    Files.writeString(Files.createDirectory(folder.resolve("360")).resolve("00001.m4s"), "segment");
    return folder;
  }

  private void upload(UploadId id, String text) throws IOException {
    vault.createUpload(id);
    Files.writeString(vault.uploadData(id), text);
  }

  private static String typeOf(String name) {
    return "type of " + name;
  }

  private static Digest digestOf(String text) throws Exception {
    return Digest.of(
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Item itemFrom(Source source) {
    return new Item(
        new ItemId("x"),
        null,
        MediaType.VIDEO,
        "",
        "",
        List.of(),
        Visibility.PUBLIC,
        new Item.State.Processing(),
        source,
        MediaFacts.UNKNOWN,
        false,
        false,
        Instant.EPOCH);
  }
}
