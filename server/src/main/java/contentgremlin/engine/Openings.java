package contentgremlin.engine;

import contentgremlin.job.Job;
import contentgremlin.job.Lane;
import contentgremlin.job.Priority;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which of the waiting jobs may start: as many as each lane has places, and whoever is demanded
/// before all others. Thread-safe.
final class Openings {
  /// They only wait, each provider for its own turn.
  private static final int NETWORK_PLACES = 32;

  /// No kind of networked work takes the places of the others; who is demanded may always come.
  private static final int NETWORK_PLACES_OF_KIND = 2;

  /// Besides the places of a lane, for what somebody waits for: it need not wait for the end of
  /// what nobody does.
  private static final int PLACES_FOR_DEMANDED = 2;

  private static final int PLACES_MAX = 64;

  private final LiveAttempts live;

  Openings(LiveAttempts live) {
    this.live = live;
  }

  boolean hasPlace(Database.Tables tables, Lane lane) {
    return free(tables, lane, 0) > 0;
  }

  /// What can start now. A job that was cancelled and queued again waits until its old tools have
  /// ended.
  List<Job> candidates(Database.Tables tables, Lane lane, Instant now) {
    int free = free(tables, lane, 0);
    int forDemanded = free(tables, lane, PLACES_FOR_DEMANDED);
    if (forDemanded <= 0) {
      return List.of();
    }
    boolean yields = lane == Lane.LIGHT && isSomebodyWaiting(tables, lane);
    var full = lane == Lane.NETWORK ? live.kinds(lane, NETWORK_PLACES_OF_KIND) : Set.<String>of();
    var found = new ArrayList<Job>();
    for (var job : tables.jobs().claimable(lane, now, full, forDemanded + live.in(lane))) {
      boolean isDemanded = job.priority().demand() > 0;
      yields |= isDemanded && lane == Lane.LIGHT;
      boolean mayStart = isDemanded || !yields || job.priority().urgency() > Priority.BACKGROUND;
      if (mayStart && found.size() < (isDemanded ? forDemanded : free) && !live.has(job.id())) {
        found.add(job);
      }
    }
    return found;
  }

  /// Short work that nobody waits for starts when nobody waits for such work any more, not even for
  /// its next stage to be ordered: both would have half of the machine.
  private boolean isSomebodyWaiting(Database.Tables tables, Lane lane) {
    return live.isDemanded(lane) || !tables.enrichment().demanded(1).isEmpty();
  }

  /// @param extra places that there are besides those of the lane
  private int free(Database.Tables tables, Lane lane, int extra) {
    long places =
        switch (lane) {
          case PROCESSOR -> Setting.ENCODER_PLACES.number(tables.settings());
          case NETWORK -> NETWORK_PLACES;
          case LIGHT -> Setting.LIGHT_PLACES.number(tables.settings());
        };
    if (places <= 0) {
      return 0; // nothing of it is to be done here, whoever waits
    }
    int all = Math.clamp(places, 0, PLACES_MAX) + extra;
    // Those that are judged and stored take no place, but there are no more of them than places.
    return Math.min(all - live.placesTaken(lane), 2 * all - live.in(lane));
  }
}
