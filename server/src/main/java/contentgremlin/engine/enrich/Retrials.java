package contentgremlin.engine.enrich;

import contentgremlin.enrich.EnrichmentStore;
import contentgremlin.enrich.Provider;
import contentgremlin.store.Database;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whoever is reached in another way than before, by another key or at another address, is asked
/// again at once about all that had no answer: nobody waits for pauses that were about the old one.
final class Retrials {
  /// Stages that are given another try in one transaction.
  private static final int PAGE = 500;

  /// Before the grabber's id: what is noted of the way in which it was reached last.
  private static final String NOTE = "reached-";

  private final Database database;
  private final GrabberSettings settings;

  Retrials(Database database, GrabberSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  /// @return whether there may be more to do at once
  boolean turn(Instant now) {
    if (database.read(tables -> next(tables) == null)) {
      return false;
    }
    return database.write(tables -> {
      var changed = next(tables);
      if (changed == null) {
        return false;
      }
      if (changed.isFirst() || tryAgain(tables, changed, now)) {
        tables
            .enrichment()
            .put(new EnrichmentStore.Sweep(NOTE + changed.stage(), changed.mark(), Long.MAX_VALUE));
      }
      return true;
    });
  }

  /// @return whether that was all
  private static boolean tryAgain(Database.Tables tables, Changed changed, Instant now) {
    tables.providers().reopen(changed.provider().id());
    return tables.enrichment().endFailures(changed.stage(), now, PAGE) < PAGE;
  }

  /// @param isFirst it was never asked before
  private record Changed(String stage, Provider provider, String mark, boolean isFirst) {}

  /// @return null if all are as they were
  private @Nullable Changed next(Database.Tables tables) {
    for (var grabber : settings.active(tables.settings())) {
      var profile = grabber.profile();
      var provider = profile.provider();
      if (provider != null) {
        var mark = mark(provider, tables);
        var noted = tables.enrichment().sweep(NOTE + profile.id());
        if (noted.filter(note -> note.mark().equals(mark)).isEmpty()) {
          return new Changed(profile.id(), provider, mark, noted.isEmpty());
        }
      }
    }
    return null;
  }

  private String mark(Provider provider, Database.Tables tables) {
    var address = settings.value(provider.addressSetting(), tables.settings());
    var key = settings.value(provider.keySetting(), tables.settings());
    return Secrecy.mark(provider.id(), address + "\n" + key);
  }
}
