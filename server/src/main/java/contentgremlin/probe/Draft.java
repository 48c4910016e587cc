package contentgremlin.probe;

import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.library.Codecs;
import contentgremlin.library.ProbedMedia;
import contentgremlin.library.Tags;
import contentgremlin.library.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known of a file while it is being read.
final class Draft {
  private static final int NAMES_MAX = 200;
  private static final int VALUES_MAX = 32;
  private static final int VALUE_LENGTH_MAX = 10_000;

  /// Lyrics are longer than other values.
  private static final int LYRICS_LENGTH_MAX = 50_000;

  private static final double SECONDS_MAX = 1e9;

  MediaType type = MediaType.AUDIO;
  String container = "";
  String video = "";
  String profile = "";
  String pixels = "";
  String audio = "";
  double seconds;
  int width;
  int height;
  int chapters;
  String essence = "";
  @Nullable Taken taken;
  private @Nullable Picture cover;
  private final Map<String, List<String>> tags = new LinkedHashMap<>();
  private Set<String> closed = Set.of();

  /// From here on, tags only fill in what was not said so far.
  void nextSource() {
    closed = Set.copyOf(tags.keySet());
  }

  /// @param name as [TagNames] gives it; empty for what nobody wants to know
  void tag(String name, String value) {
    if (name.isEmpty() || closed.contains(name)) {
      return;
    }
    var values = tags.get(name);
    if (values == null && tags.size() == NAMES_MAX) {
      return;
    }
    int most = name.equals(Tags.LYRICS) ? LYRICS_LENGTH_MAX : VALUE_LENGTH_MAX;
    String clean = clean(value, most);
    if (clean.isEmpty()) {
      return;
    }
    if (values == null) {
      values = new ArrayList<>(1);
      tags.put(name, values);
    }
    if (values.size() < VALUES_MAX && !values.contains(clean)) {
      values.add(clean);
    }
  }

  boolean hasTag(String name) {
    return tags.containsKey(name);
  }

  /// The best of all pictures stays.
  void picture(Picture picture) {
    if (picture.isUsable() && (cover == null || picture.rank() < cover.rank())) {
      cover = picture;
    }
  }

  @Nullable Picture cover() {
    return cover;
  }

  ProbedMedia finish() {
    double length = seconds > 0 && seconds < SECONDS_MAX ? seconds : 0;
    return new ProbedMedia(
        type,
        new MediaFacts(container, Duration.ofMillis(Math.round(length * 1_000)), width, height),
        tags.isEmpty() ? Tags.NONE : new Tags(tags),
        new Codecs(container, video, profile, pixels, audio),
        taken,
        cover == null ? null : cover.place(),
        chapters,
        essence);
  }

  private static String clean(String value, int most) {
    String text = value.indexOf('\0') < 0 ? value : value.replace("\0", "");
    text = text.strip();
    if (text.length() <= most) {
      return text;
    }
    // Not in the middle of a character.
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end);
  }
}
