package contentgremlin.transcode;

import java.util.Map;

/// One stream as it lies on the disk: its playlist, and the sizes of the files beside it.
///
/// @param folder relative to the rendition's
/// @param codec of its initialisation section, or the empty string
/// @param sizes in bytes, by file name
public record StreamFiles(
    String folder, MediaPlaylist playlist, String codec, Map<String, Long> sizes) {
  public StreamFiles {
    sizes = Map.copyOf(sizes);
  }

  /// What is wrong with it, or the empty string.
  String complaint() {
    if (!playlist.ended() || playlist.segments().isEmpty()) {
      return folder + ": the playlist is not complete";
    }
    if (codec.isEmpty() || size(playlist.map()) == 0) {
      return folder + ": the initialisation section is missing or broken";
    }
    for (var segment : playlist.segments()) {
      if (size(segment.name()) == 0) {
        return folder + ": segment " + segment.name() + " is missing or empty";
      }
    }
    return "";
  }

  public MasterPlaylist.Stream measured() {
    double peak = 0;
    long bytes = 0;
    for (var segment : playlist.segments()) {
      long size = size(segment.name());
      bytes += size;
      // A last sliver of a segment says nothing about the rate.
      if (segment.seconds() >= 1 || playlist.segments().size() == 1) {
        peak = Math.max(peak, size * 8 / Math.max(segment.seconds(), 0.1));
      }
    }
    long average = (long) (bytes * 8 / Math.max(playlist.seconds(), 0.1));
    String name = folder.substring(folder.lastIndexOf('/') + 1);
    return new MasterPlaylist.Stream(name, codec, Math.max((long) peak, average), average);
  }

  private long size(String name) {
    return sizes.getOrDefault(name, 0L);
  }
}
