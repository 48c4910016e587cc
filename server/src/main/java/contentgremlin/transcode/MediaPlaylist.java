package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

  /// The segments of both, one after the other.
  public MediaPlaylist followedBy(MediaPlaylist next) {
    var all = new ArrayList<>(segments);
    all.addAll(next.segments);
    return new MediaPlaylist(map, all, next.ended);
  }

  /// For [#parse], and for any player.
  public String toText() {
    var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n");
    long longest =
        segments.stream().mapToLong(segment -> Math.round(segment.seconds)).max().orElse(1);
    text.append("#EXT-X-TARGETDURATION:").append(Math.max(1, longest)).append('\n');
    text.append("#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-PLAYLIST-TYPE:VOD\n");
    text.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
    text.append("#EXT-X-MAP:URI=\"").append(map).append("\"\n");
    for (var segment : segments) {
      text.append(String.format(Locale.ROOT, "#EXTINF:%.6f,%n%s%n", segment.seconds, segment.name));
    }
    return text.append(ended ? "#EXT-X-ENDLIST\n" : "").toString();
  }

  public double seconds() {
    return segments.stream().mapToDouble(Segment::seconds).sum();
  }
}
