package contentgremlin.engine;

import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which jobs an item gets, and in which stages. Kinds are names for ever: they are in the rows.
public final class Pipeline {
  /// Finds out what the bytes are, and adds the jobs of the next stage.
  public static final String PROBE = "probe";

  /// Encodes a video's ladder.
  public static final String TRANSCODE = "transcode";

  /// Encodes a song's streams, draws its waveform, measures its loudness.
  public static final String AUDIO = "audio";

  /// Scales a picture.
  public static final String IMAGE = "image";

  /// Makes poster and thumbnail of a video, or takes a song's cover.
  public static final String POSTER = "poster";

  /// Makes the preview pictures of the seek bar.
  public static final String SPRITES = "sprites";

  /// Turns text tracks into WebVTT.
  public static final String CAPTIONS = "captions";

  /// Moves the raw upload to its place, or drops it.
  public static final String KEEP = "keep";

  public static final int STAGE_PROBE = 0;
  public static final int STAGE_PRODUCE = 1;
  public static final int STAGE_KEEP = 2;

  private Pipeline() {}

  /// The jobs that are added together with an item, in one transaction.
  public static List<NewJob> first(Item item) {
    return List.of(
        job(PROBE, item, Lane.LIGHT, STAGE_PROBE, true),
        job(KEEP, item, Lane.LIGHT, STAGE_KEEP, false));
  }

  /// Adds jobs inside a transaction, and tells of them.
  public static void add(Database.Tables tables, List<NewJob> jobs, Instant now) {
    for (var job : jobs) {
      var added = tables.jobs().add(job, now);
      tables.events().append(new Fact.JobQueued(added.id(), added.item(), added.kind()), now);
    }
  }

  /// The kinds of jobs that make renditions of this kind: which one it was depends on the item.
  public static Set<String> makers(Rendition.Kind kind) {
    return switch (kind) {
      case HLS -> Set.of(TRANSCODE, AUDIO);
      case AUDIO, WAVEFORM -> Set.of(AUDIO);
      case IMAGE -> Set.of(IMAGE);
      case POSTER -> Set.of(POSTER, IMAGE);
      case SPRITES -> Set.of(SPRITES);
      case CAPTIONS -> Set.of(CAPTIONS);
    };
  }

  static NewJob job(String kind, Item item, Lane lane, int stage, boolean blocking) {
    int urgency = blocking ? Priority.PUBLISHING : Priority.IMPROVING;
    return new NewJob(
        kind, item.id(), item.owner(), lane, stage, blocking, Priority.of(urgency), Map.of());
  }
}
