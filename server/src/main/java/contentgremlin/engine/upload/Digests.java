package contentgremlin.engine.upload;

import contentgremlin.vault.UploadId;
import contentgremlin.vault.Vault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/// The digests of uploads that are under way. One that was dropped from here is made again from the
/// file. Thread-safe.
final class Digests {
  /// Some hundred bytes each.
  private static final int KEPT_MAX = 4_096;

  private final Vault vault;
  private final Executor threads;

  @SuppressWarnings("serial") // never serialised
  private final Map<UploadId, TrailingDigest> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UploadId, TrailingDigest> eldest) {
          return size() > KEPT_MAX;
        }
      };

  Digests(Vault vault, Executor threads) {
    this.vault = vault;
    this.threads = threads;
  }

  synchronized TrailingDigest of(UploadId id) {
    return kept.computeIfAbsent(id, _ -> new TrailingDigest(vault.uploadData(id), threads));
  }

  synchronized void forget(UploadId id) {
    var digest = kept.remove(id);
    if (digest != null) {
      digest.abandon();
    }
  }
}
