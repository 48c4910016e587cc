package contentgremlin.http.media;

import contentgremlin.engine.library.LibraryPictures;
import contentgremlin.library.CoverResult;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.time.InstantSource;

/// For servers that are tried without libraries.
public final class NoLibraries {
  private NoLibraries() {}

  public static LibraryPictures pictures(Database database, Vault vault) {
    return new LibraryPictures(
        database, vault, (_, _) -> new CoverResult.None(), InstantSource.system());
  }
}
