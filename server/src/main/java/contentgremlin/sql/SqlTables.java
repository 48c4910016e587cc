package contentgremlin.sql;

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
import contentgremlin.store.Database;
import contentgremlin.store.InstanceStore;
import contentgremlin.store.SettingStore;
import contentgremlin.vault.CollectionStore;
import contentgremlin.vault.FileStore;
import contentgremlin.vault.UploadStore;
import contentgremlin.vault.VerificationStore;

/// The stores of one transaction, all on its session.
record SqlTables(Session session) implements Database.Tables {
  @Override
  public ItemStore items() {
    return new SqlItemStore(session);
  }

  @Override
  public JobStore jobs() {
    return new SqlJobStore(session);
  }

  @Override
  public UploadStore uploads() {
    return new SqlUploadStore(session);
  }

  @Override
  public FileStore files() {
    return new SqlFileStore(session);
  }

  @Override
  public CollectionStore collection() {
    return new SqlCollectionStore(session);
  }

  @Override
  public AccountStore accounts() {
    return new SqlAccountStore(session);
  }

  @Override
  public EventStore events() {
    return new SqlEventStore(session);
  }

  @Override
  public SettingStore settings() {
    return new SqlSettingStore(session);
  }

  @Override
  public InstanceStore instance() {
    return new SqlInstanceStore(session);
  }

  @Override
  public AlertStore alerts() {
    return new SqlAlertStore(session);
  }

  @Override
  public VerificationStore verifications() {
    return new SqlVerificationStore(session);
  }

  @Override
  public LibraryStore libraries() {
    return new SqlLibraryStore(session);
  }

  @Override
  public ShelfStore shelves() {
    return new SqlShelfStore(session);
  }

  @Override
  public EnrichmentStore enrichment() {
    return new SqlEnrichmentStore(session);
  }

  @Override
  public ProviderStore providers() {
    return new SqlProviderStore(session);
  }

  @Override
  public PictureStore pictures() {
    return new SqlPictureStore(session);
  }

  @Override
  public MachineStore machines() {
    return new SqlMachineStore(session);
  }

  @Override
  public InstallStore install() {
    return new SqlInstallStore(session);
  }

  @Override
  public ProfileStore profiles() {
    return new SqlProfileStore(session);
  }

  @Override
  public MediaCollectionStore collections() {
    return new SqlMediaCollectionStore(session);
  }

  @Override
  public CommentStore comments() {
    return new SqlCommentStore(session);
  }

  @Override
  public ArrivalStore arrivals() {
    return new SqlArrivalStore(session);
  }

  @Override
  public ExtensionStore extensions() {
    return new SqlExtensionStore(session);
  }
}
