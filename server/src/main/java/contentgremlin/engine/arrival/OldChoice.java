package contentgremlin.engine.arrival;

import contentgremlin.arrival.Foreign;
import contentgremlin.engine.arrival.OldFiles.Found;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which of an entry's files is brought over: its original, or the best that is left of it.
final class OldChoice {
  /// What MediaGoblin calls the files that it makes, the best first.
  private static final List<String> MADE =
      List.of(
          "best_quality",
          "webm_1080p",
          "webm_video",
          "webm_720p",
          "webm_480p",
          "webm_360p",
          "webm_audio",
          "ogg",
          "mp3",
          "pdf",
          "medium");

  private static final String ORIGINAL = "original";
  private static final String PROCESSED = "processed";

  private final OldFiles files;

  OldChoice(OldFiles files) {
    this.files = files;
  }

  sealed interface Chosen {
    /// @param note what is to be known of the choice, or the empty string
    record File(Path file, String name, String note) implements Chosen {}

    record None(String why) implements Chosen {}
  }

  /// What was not processed to its end lies in the queue still.
  Chosen of(Foreign.Entry entry) throws IOException {
    var found = new LinkedHashMap<String, Found>();
    boolean isWhole = entry.state().equals(PROCESSED);
    if (!isWhole) {
      found.put("queued file", files.queued(entry.queued()));
    }
    put(found, entry.files(), ORIGINAL);
    if (isWhole) {
      found.put("queued file", files.queued(entry.queued()));
    }
    for (var name : MADE) {
      put(found, entry.files(), name);
    }
    return choose(found);
  }

  private void put(Map<String, Found> found, Map<String, String> known, String name)
      throws IOException {
    var path = known.get(name);
    if (path != null) {
      found.put(name, files.published(path));
    }
  }

  private static Chosen choose(Map<String, Found> found) {
    var troubles = new ArrayList<String>();
    for (var one : found.entrySet()) {
      switch (one.getValue()) {
        case Found.At(var file, var name) -> {
          return new Chosen.File(file, name, note(one.getKey(), troubles));
        }
        // A path that was meant to lead elsewhere: nothing of this entry is believed.
        case Found.Refused(var why) -> {
          return new Chosen.None(why);
        }
        case Found.Missing(var path) -> troubles.add(path + " is missing");
        case Found.Nothing() -> {
          // Then the next one.
        }
      }
    }
    return new Chosen.None(troubles.isEmpty() ? "it has no file" : String.join("; ", troubles));
  }

  private static String note(String name, List<String> troubles) {
    if (name.equals(ORIGINAL) || name.equals("queued file")) {
      return "";
    }
    return (troubles.isEmpty() ? "its original was not kept" : String.join("; ", troubles))
        + ": took what was made of it, “"
        + name
        + "”";
  }
}
