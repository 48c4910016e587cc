package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Frames that were decoded, as ffmpeg's muxer "framecrc" lists them.
public record FrameList(Map<Integer, Stream> streams) {
  /// @param width 0 for sound
  /// @param from time of the first frame, in seconds
  /// @param to end of the last frame
  public record Stream(int width, int height, int frames, double from, double to) {}

  private static final int LINES_MAX = 2_000_000;

  public FrameList {
    streams = Map.copyOf(streams);
  }

  public Stream stream(int number) {
    return streams.getOrDefault(number, new Stream(0, 0, 0, 0, 0));
  }

  public static FrameList parse(String text) {
    var builders = new HashMap<Integer, Builder>();
    text.lines()
        .limit(LINES_MAX)
        .forEach(line -> {
          if (line.startsWith("#tb ")) {
            var parts = parts(line.substring(4));
            builder(builders, parts.getFirst()).timeBase = FrameRate.of(parts.get(1)).perSecond();
          } else if (line.startsWith("#dimensions ")) {
            var parts = parts(line.substring(12));
            String[] sides = parts.get(1).split("x", -1);
            builder(builders, parts.getFirst()).width = Integer.parseInt(sides[0]);
            builder(builders, parts.getFirst()).height = Integer.parseInt(sides[1]);
          } else if (!line.startsWith("#") && !line.isBlank()) {
            var parts = parts(line);
            builder(builders, parts.getFirst())
                .frame(Long.parseLong(parts.get(2)), Long.parseLong(parts.get(3)));
          }
        });
    var streams = new HashMap<Integer, Stream>();
    builders.forEach((number, builder) -> streams.put(number, builder.build()));
    return new FrameList(streams);
  }

  private static Builder builder(Map<Integer, Builder> builders, String number) {
    return builders.computeIfAbsent(Integer.valueOf(number), _ -> new Builder());
  }

  /// "0, 1, 2" or "0: 1/15360" in pieces.
  private static List<String> parts(String line) {
    var parts = new ArrayList<String>();
    for (String part : line.split("[,:]\\s*", -1)) {
      parts.add(part.strip());
    }
    return parts;
  }

  private static final class Builder {
    private int width;
    private int height;
    private int frames;
    private double timeBase;
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;

    void frame(long at, long length) {
      frames++;
      from = Math.min(from, at);
      to = Math.max(to, at + Math.max(0, length));
    }

    Stream build() {
      return frames == 0
          ? new Stream(width, height, 0, 0, 0)
          : new Stream(width, height, frames, from * timeBase, to * timeBase);
    }
  }
}
