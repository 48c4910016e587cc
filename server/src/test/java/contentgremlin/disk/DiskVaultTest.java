package contentgremlin.disk;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.vault.Vault;
import contentgremlin.vault.VaultContractTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskVaultTest extends VaultContractTest {
  @TempDir Path home;

  @Override
  protected Vault open() {
    return new DiskVault(
        home.resolve("content"), InstantSource.fixed(Instant.parse("2026-06-01T12:00:00Z")));
  }

  @Test
  void aLinkOutOfTheContentIsNotFollowed() throws IOException {
    var vault = open();
    Files.createSymbolicLink(home.resolve("content/original"), Path.of("/etc"));

    assertThatThrownBy(() -> vault.path("original/passwd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("link");
  }
}
