package contentgremlin.item;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What probing found out about the bytes; zero where it does not apply or is not known yet.
///
/// @param format the content's media type ("video/mp4", "image/heic"), or null before probing
/// @param duration zero for things that do not play
/// @param width displayed width in pixels, after rotation and pixel aspect
/// @param height displayed height in pixels
/// @param isPlayable today's browsers play the file as it is. Only known of files that are streamed
///   so, those in libraries
/// @param hasPicture the file brings a picture along. Only known of those in libraries
public record MediaFacts(
    @Nullable String format,
    Duration duration,
    int width,
    int height,
    boolean isPlayable,
    boolean hasPicture) {
  public static final MediaFacts UNKNOWN = new MediaFacts(null, Duration.ZERO, 0, 0);

  public MediaFacts(@Nullable String format, Duration duration, int width, int height) {
    this(format, duration, width, height, false, false);
  }

  /// The same, with what else a look into a library's file tells.
  public MediaFacts mirrored(boolean playable, boolean pictured) {
    return new MediaFacts(format, duration, width, height, playable, pictured);
  }
}
