package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;

/// A playlist of segments, as far as ours go (RFC 8216).
///
/// @param map the initialisation section's name
public record MediaPlaylist(String map, List<Segment> segments, boolean ended) {
  /// Longer lists are not ours: 100 hours of segments.
  private static final int SEGMENTS_MAX = 100_000;

  public record Segment(String name, double seconds) {}

  public MediaPlaylist {
    segments = List.copyOf(segments);
  }

  /// @throws IllegalArgumentException if it is none
  public static MediaPlaylist parse(String text) {
    if (!text.startsWith("#EXTM3U")) {
      throw new IllegalArgumentException("not a playlist");
    }
    String map = "";
    boolean ended = false;
    double seconds = -1;
    var segments = new ArrayList<Segment>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("#EXT-X-MAP:URI=\"")) {
        map = line.substring(16, line.indexOf('"', 16));
      } else if (line.startsWith("#EXTINF:")) {
        seconds = Double.parseDouble(line.substring(8, line.indexOf(',')));
      } else if (line.equals("#EXT-X-ENDLIST")) {
        ended = true;
      } else if (!line.startsWith("#") && !line.isBlank()) {
        if (seconds < 0 || segments.size() == SEGMENTS_MAX || line.contains("/")) {
          throw new IllegalArgumentException("not a playlist of ours: " + line);
        }
        segments.add(new Segment(line, seconds));
        seconds = -1;
      }
    }
    return new MediaPlaylist(map, segments, ended);
  }

  public double seconds() {
    return segments.stream().mapToDouble(Segment::seconds).sum();
  }
}
