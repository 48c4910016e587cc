package contentgremlin.library;

import java.util.Locale;

/// What the name of subtitles beside a film says of them: "Film.pt-BR.forced.srt".
///
/// @param language as it is written there, or the empty string
public record TrackName(String language, boolean isForced, boolean isForDeaf) {
  private static final int WORDS_MAX = 6;

  /// Whether it is a file that can be shown as WebVTT.
  public static boolean isTrack(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".srt") || lower.endsWith(".vtt");
  }

  /// @param name of a file that belongs to the film
  public static TrackName of(String name, String film) {
    var stem = MediaNames.stem(film);
    var rest = MediaNames.stem(name);
    rest = rest.startsWith(stem) ? rest.substring(stem.length()) : "";
    String language = "";
    boolean forced = false;
    boolean deaf = false;
    for (var word : rest.split("\\.", WORDS_MAX)) {
      var lower = word.toLowerCase(Locale.ROOT);
      switch (lower) {
        case "forced", "foreign" -> forced = true;
        case "sdh", "cc", "hi" -> deaf = true;
        default ->
            language =
                language.isEmpty() && word.matches("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
                    ? word.replace('_', '-')
                    : language;
      }
    }
    return new TrackName(language, forced, deaf);
  }
}
