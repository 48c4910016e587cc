package contentgremlin.item;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What probing found out about the bytes; zero where it does not apply or is not known yet.
///
/// @param format the content's media type ("video/mp4", "image/heic"), or null before probing
/// @param duration zero for things that do not play
/// @param width displayed width in pixels, after rotation and pixel aspect
/// @param height displayed height in pixels
public record MediaFacts(@Nullable String format, Duration duration, int width, int height) {
  public static final MediaFacts UNKNOWN = new MediaFacts(null, Duration.ZERO, 0, 0);
}
