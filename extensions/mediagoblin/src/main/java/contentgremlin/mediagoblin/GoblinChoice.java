package contentgremlin.mediagoblin;

import contentgremlin.extension.Arrival.Choice;
import contentgremlin.extension.ForeignFolder.Found;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which of an entry's files is brought over: its original, or the best that is left of it.
record GoblinChoice(GoblinFiles files) {
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
  private static final String QUEUED = "queued file";

  /// What was not processed to its end lies in the queue still.
  ///
  /// @param known paths by what they are
  /// @param queued the path of the file that was to be processed, or empty
  Choice of(Map<String, String> known, String queued, boolean isProcessed) throws IOException {
    var paths = new LinkedHashMap<String, String>();
    if (!isProcessed) {
      paths.put(QUEUED, queued);
    }
    paths.put(ORIGINAL, known.getOrDefault(ORIGINAL, ""));
    paths.putIfAbsent(QUEUED, queued);
    MADE.forEach(name -> paths.put(name, known.getOrDefault(name, "")));
    return choose(paths);
  }

  private Choice choose(Map<String, String> paths) throws IOException {
    var troubles = new ArrayList<String>();
    for (var one : paths.entrySet()) {
      switch (find(one.getKey(), one.getValue())) {
        case Found.At(var file) -> {
          return new Choice.Taken(file, note(one.getKey(), troubles));
        }
        // A path that was meant to lead elsewhere: nothing of this entry is believed.
        case Found.Refused(var why) -> {
          return new Choice.None(why);
        }
        case Found.Missing() -> troubles.add(one.getValue() + " is missing");
        case Found.Nothing() -> {
          // Then the next one.
        }
      }
    }
    return new Choice.None(troubles.isEmpty() ? "it has no file" : String.join("; ", troubles));
  }

  private Found find(String name, String path) throws IOException {
    return name.equals(QUEUED) ? files.queued(path) : files.published(path);
  }

  private static String note(String name, List<String> troubles) {
    if (name.equals(ORIGINAL) || name.equals(QUEUED)) {
      return "";
    }
    return (troubles.isEmpty() ? "its original was not kept" : String.join("; ", troubles))
        + ": took what was made of it, “"
        + name
        + "”";
  }
}
