package contentgremlin.http.media;

import contentgremlin.http.ProblemException;
import contentgremlin.item.Item;
import contentgremlin.vault.Vault;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Where the bytes are that somebody asked for; or a sentence why they are not to be had.
final class Places {
  private Places() {}

  /// @throws ProblemException 404 if it is gone, 503 if it can be expected back
  static Path original(Vault vault, Item item) {
    if (item.state() instanceof Item.State.Offline) {
      throw away(
          "The file can't be had at the moment: its disk is not connected, or it has just been"
              + " moved.");
    }
    var path = find(vault, item);
    if (!Files.isRegularFile(path)) {
      throw gone("The original of this item is not here.");
    }
    return path;
  }

  private static Path find(Vault vault, Item item) {
    try {
      return vault.original(item);
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof NoSuchFileException
          ? gone("The file of this item is gone from its library.")
          : away("The disk with this file does not answer, or keeps it to itself.");
    }
  }

  static ProblemException gone(String detail) {
    return new ProblemException(404, "Not found", detail);
  }

  private static ProblemException away(String detail) {
    return new ProblemException(503, "Not at the moment", detail);
  }
}
