package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Turns the text tracks of a film into WebVTT.
public record CaptionsPlan(Probe source, List<TextTrack> tracks) {
  public static final String FOLDER = "captions";

  public static CaptionsPlan of(Probe source) {
    return new CaptionsPlan(source, source.captions());
  }

  public boolean isPossible() {
    return !tracks.isEmpty();
  }

  /// "0-en.vtt"
  public String name(int number) {
    String language = tracks.get(number).language();
    return number + "-" + (language.isEmpty() ? "und" : language) + ".vtt";
  }

  public List<String> make(String path) {
    var arguments = new ArrayList<>(List.of("-v", "error", "-y"));
    arguments.addAll(Probe.input(path));
    for (int number = 0; number < tracks.size(); number++) {
      arguments.addAll(List.of("-map", "0:" + tracks.get(number).index(), "-c:s", "webvtt"));
      arguments.addAll(List.of("-map_metadata", "-1", "-f", "webvtt", FOLDER + "/" + name(number)));
    }
    return arguments;
  }

  /// What a page needs for its `track` elements: "0.file", "0.language", "0.label".
  public Map<String, String> details() {
    var details = new TreeMap<String, String>();
    for (int number = 0; number < tracks.size(); number++) {
      var track = tracks.get(number);
      details.put(number + ".file", name(number));
      details.put(number + ".language", track.language().isEmpty() ? "und" : track.language());
      details.put(number + ".label", label(track, number));
    }
    return details;
  }

  private static String label(TextTrack track, int number) {
    String title = track.title().strip();
    String language = Language.nameOf(track.language());
    if (!title.isEmpty()) {
      return title.substring(0, Math.min(title.length(), 100));
    }
    String name = language.isEmpty() ? "Track " + (number + 1) : language;
    return track.forced() ? name + " (forced)" : name;
  }
}
