package contentgremlin.store;

import contentgremlin.account.AccountStore;
import contentgremlin.arrival.ArrivalStore;
import contentgremlin.community.CommentStore;
import contentgremlin.community.MediaCollectionStore;
import contentgremlin.community.ProfileStore;
import contentgremlin.enrich.EnrichmentStore;
import contentgremlin.enrich.PictureStore;
import contentgremlin.enrich.ProviderStore;
import contentgremlin.event.AlertStore;
import contentgremlin.event.EventStore;
import contentgremlin.extend.ExtensionStore;
import contentgremlin.install.InstallStore;
import contentgremlin.item.ItemStore;
import contentgremlin.job.JobStore;
import contentgremlin.library.LibraryStore;
import contentgremlin.machine.MachineStore;
import contentgremlin.shelf.ShelfStore;
import contentgremlin.vault.CollectionStore;
import contentgremlin.vault.FileStore;
import contentgremlin.vault.UploadStore;
import contentgremlin.vault.VerificationStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one door to what is kept. Thread-safe; a call blocks until it is answered.
///
/// Work given to it only talks to its tables: it MUST NOT wait for anything else, and it MAY be run
/// again from the start when a neighbour in the same commit failed, so it changes nothing outside.
public interface Database extends AutoCloseable {
  /// Runs the work as one transaction. When this returns, the change survives a power cut; when it
  /// throws, nothing of it was kept.
  <T extends @Nullable Object> T write(Work<T> work);

  /// Runs the work on one consistent state.
  <T extends @Nullable Object> T read(Work<T> work);

  /// Calls `listener` after each commit, on the thread that committed: it MUST return at once.
  void afterCommit(Runnable listener);

  /// What is wrong with it, or the empty list: a full check, as slow as it must be.
  List<String> check();

  @Override
  void close();

  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T in(Tables tables);
  }

  /// The stores of one transaction. Valid only while the work that got it runs.
  interface Tables {
    ItemStore items();

    JobStore jobs();

    UploadStore uploads();

    FileStore files();

    CollectionStore collection();

    AccountStore accounts();

    EventStore events();

    SettingStore settings();

    InstanceStore instance();

    AlertStore alerts();

    VerificationStore verifications();

    LibraryStore libraries();

    ShelfStore shelves();

    EnrichmentStore enrichment();

    ProviderStore providers();

    PictureStore pictures();

    MachineStore machines();

    InstallStore install();

    ProfileStore profiles();

    MediaCollectionStore collections();

    CommentStore comments();

    ArrivalStore arrivals();

    ExtensionStore extensions();
  }
}
