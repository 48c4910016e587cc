package contentgremlin.http.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an item's page plays or shows: addresses of what was made of it.
public sealed interface Media {
  /// An address and the media type behind it.
  record Source(String address, String type) {}

  /// Captions or subtitles.
  record Track(String address, String language, String label) {}

  /// Alternatives of one picture in one format, for `srcset`.
  record SourceSet(String type, String addresses) {}

  /// @param hls the stream in several qualities, or null
  /// @param sources for browsers that can't play the stream: may be empty
  /// @param sprites WebVTT of the seek bar's previews, or null
  record Video(
      @Nullable String hls,
      List<Source> sources,
      @Nullable String poster,
      List<Track> tracks,
      @Nullable String sprites,
      int width,
      int height)
      implements Media {}

  /// @param peaks of its waveform, or null
  /// @param cover or null
  record Audio(
      List<Source> sources,
      @Nullable String peaks,
      @Nullable String cover,
      double seconds,
      String clock)
      implements Media {}

  /// @param source for `img`, the widest of `sets` in a format that everyone knows
  /// @param zoom the address of the largest rendition
  record Picture(String source, List<SourceSet> sets, String zoom, int width, int height)
      implements Media {}

  record Document(@Nullable String poster) implements Media {}

  /// Nothing to play yet, or no more.
  record Nothing() implements Media {}
}
