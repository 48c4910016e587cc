package contentgremlin.engine;

import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
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

  /// Scales the picture that lies beside a file of a library, or in it.
  public static final String COVER = "cover";

  /// Makes the preview pictures of the seek bar.
  public static final String SPRITES = "sprites";

  /// Turns text tracks into WebVTT.
  public static final String CAPTIONS = "captions";

  /// Moves the raw upload to its place, or drops it.
  public static final String KEEP = "keep";

  public static final int STAGE_PROBE = 0;
  public static final int STAGE_PRODUCE = 1;
  public static final int STAGE_KEEP = 2;

  /// In the input of jobs for mirrored items: tells the bytes that they work on from later ones.
  public static final String MARK = "mark";

  /// In the input of a probe: what is to be made of a mirrored item, [#POSTER] or everything.
  public static final String WANTED = "wanted";

  /// In the input of a cover's job: which file below `content/`, found elsewhere, it is made of.
  public static final String FOUND = "found";

  private Pipeline() {}

  /// The jobs that are added together with an item, in one transaction; or begin anew with it.
  public static List<NewJob> first(Item item) {
    if (item.source() instanceof Source.Mirrored) {
      return List.of(look(item, "", "", Priority.of(Priority.IMPROVING)));
    }
    return List.of(
        job(PROBE, item, Lane.LIGHT, STAGE_PROBE, true),
        job(KEEP, item, Lane.LIGHT, STAGE_KEEP, false));
  }

  /// Has a mirrored item's file looked into, for making something of it. The item stays what it is
  /// meanwhile.
  ///
  /// @param wanted what: [#POSTER], or everything if it is empty
  public static NewJob look(Item item, String wanted, String mark, Priority priority) {
    return new NewJob(
        PROBE,
        item.id(),
        item.owner(),
        Lane.LIGHT,
        STAGE_PROBE,
        false,
        priority,
        Map.of(WANTED, wanted, MARK, mark));
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
      case POSTER -> Set.of(POSTER, IMAGE, COVER);
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
