package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Takes a few good pictures out of a film, or the cover of a song; the picture helper then chooses
/// the one that shows most, and makes poster and thumbnail of it.
public record PosterPlan(Probe source) {
  private static final List<Double> PLACES = List.of(0.1, 0.3, 0.5, 0.7);
  private static final int LONG_SIDE_MAX = 1280;

  /// Of so many frames the most typical one is taken, which skips fades and flashes.
  private static final int FRAMES_LOOKED_AT = 24;

  private static final double LOOK_SECONDS = 4;

  public boolean isPossible() {
    return source.film().or(source::cover).isPresent();
  }

  /// Names of the files that [#extract] makes; those for which there is no frame will be missing.
  public List<String> candidates() {
    var names = new ArrayList<String>();
    for (int number = 0; number < places().size(); number++) {
      names.add("candidate-" + number + ".png");
    }
    return names;
  }

  public List<String> extract(String path) {
    var arguments = new ArrayList<>(List.of("-v", "error", "-y"));
    var picture =
        source
            .film()
            .or(source::cover)
            .orElseThrow(() -> new IllegalArgumentException("no picture: " + source));
    for (double place : places()) {
      if (!picture.cover()) {
        arguments.addAll(
            List.of("-t", "" + LOOK_SECONDS, "-ss", String.format(Locale.ROOT, "%.3f", place)));
      }
      arguments.addAll(Probe.input(path));
    }
    for (int number = 0; number < places().size(); number++) {
      arguments.addAll(List.of("-map", number + ":" + picture.index(), "-vf", filter(picture)));
      arguments.addAll(
          List.of("-frames:v", "1", "-update", "1", "-c:v", "png", "-map_metadata", "-1"));
      arguments.addAll(List.of("-f", "image2", candidates().get(number)));
    }
    return arguments;
  }

  private String filter(VideoTrack picture) {
    double scale =
        Math.min(1, (double) LONG_SIDE_MAX / Math.max(picture.width(), picture.height()));
    int width = Math.max(2, 2 * (int) (picture.width() * scale / 2));
    int height = Math.max(2, 2 * (int) (picture.height() * scale / 2));
    String chain = PictureFilter.chain(picture, width, height, FrameRate.NONE);
    String chosen = picture.cover() ? "" : "thumbnail=n=" + FRAMES_LOOKED_AT + ",";
    return chosen + chain + ",scale=in_color_matrix=bt709:in_range=tv:out_range=pc,format=rgb24";
  }

  /// In seconds from the beginning.
  private List<Double> places() {
    boolean film = source.film().isPresent();
    if (!film || source.seconds() < 2) {
      return List.of(0.0);
    }
    return PLACES.stream().map(place -> place * source.seconds()).toList();
  }
}
