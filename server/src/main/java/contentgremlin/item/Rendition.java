package contentgremlin.item;

import contentgremlin.job.JobId;
import contentgremlin.vault.StoredFile;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was made from an original, in one folder that never changes once it is published; making it
/// again gives a new folder. It can always be made again.
///
/// @param job made it; names the folder: `rendition/<item>/<kind>-<job>`
/// @param details what readers of this kind need, e.g. sizes, codecs, loudness
/// @param files with their paths relative to `content/`
public record Rendition(
    ItemId item,
    Kind kind,
    JobId job,
    Instant created,
    Map<String, String> details,
    List<StoredFile> files) {

  /// An item has at most one current rendition of each kind.
  public enum Kind {
    /// CMAF segments and playlists of a video or a song.
    HLS,
    /// Progressive audio files: AAC and Opus.
    AUDIO,
    /// A picture in several sizes and formats.
    IMAGE,
    /// Poster and thumbnail of any item.
    POSTER,
    /// Preview pictures for the seek bar and their WebVTT index.
    SPRITES,
    /// Peaks for drawing a sound.
    WAVEFORM,
    /// Text tracks as WebVTT.
    CAPTIONS;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  public Rendition {
    details = Map.copyOf(details);
    files = List.copyOf(files);
  }

  /// Relative to `content/`.
  public String folder() {
    return folder(item, kind, job);
  }

  public static String folder(ItemId item, Kind kind, JobId job) {
    return "rendition/" + item.value() + "/" + kind.word() + "-" + job.value();
  }
}
