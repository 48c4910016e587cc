package contentgremlin.name;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An administrator's regular expression, which is tried before anything of ours. Its named groups
/// are what it finds.
record OwnPattern(Pattern pattern, Set<String> groups) {
  static final List<String> VIDEO_GROUPS = List.of("show", "season", "episode", "last");
  static final List<String> AUDIO_GROUPS = List.of("track", "disc", "artist", "album");
  static final List<String> COMMON_GROUPS = List.of("title", "year", "group", "edition");

  /// Of numbers.
  private static final int DIGITS_MAX = 4;

  enum Use {
    VIDEO,
    AUDIO,
    OTHER
  }

  /// Whether it looks for what such files have.
  boolean isFor(Use use) {
    boolean isForVideo = VIDEO_GROUPS.stream().anyMatch(groups::contains);
    boolean isForAudio = AUDIO_GROUPS.stream().anyMatch(groups::contains);
    return switch (use) {
      case VIDEO -> !isForAudio;
      case AUDIO -> !isForVideo;
      case OTHER -> !isForVideo && !isForAudio;
    };
  }

  /// @return null if it finds nothing, or takes too long about it
  @Nullable CleanName find(CleanName known, String stem, Use use) {
    try {
      var found = pattern.matcher(new BoundedText(Spelling.cut(stem)));
      return found.find() ? with(found, known, use) : null;
    } catch (BoundedText.Exceeded | StackOverflowError _) {
      return null;
    }
  }

  private CleanName with(Matcher found, CleanName known, Use use) {
    var draft = new Draft(known.kind());
    draft.title = text(found, "title", "");
    draft.year = number(found, "year", 0);
    draft.date = use == Use.OTHER ? known.date() : null;
    draft.edition = text(found, "edition", known.edition());
    draft.group = text(found, "group", known.group());
    draft.notes.addAll(known.notes());
    draft.ids.putAll(known.ids());
    switch (use) {
      case VIDEO -> video(found, draft, known);
      case AUDIO -> audio(found, draft, known);
      case OTHER -> draft.title = text(found, "title", known.title());
    }
    return draft.clean();
  }

  private void video(Matcher found, Draft draft, CleanName known) {
    draft.season = number(found, "season", CleanName.NOT_SAID);
    int episode = number(found, "episode", CleanName.NOT_SAID);
    if (episode < 0) {
      draft.kind = CleanName.Kind.FILM;
      draft.part = known.part();
      return;
    }
    draft.kind = CleanName.Kind.EPISODE;
    draft.episodes(episode, number(found, "last", episode));
    draft.show = text(found, "show", "");
    if (!groups.contains("show")) {
      draft.show = draft.title;
      draft.title = "";
    }
    boolean isShowKnown = draft.show.isEmpty() && known.isEpisode();
    draft.show = isShowKnown ? known.show() : draft.show;
    draft.season = draft.season < 0 && known.isEpisode() ? known.season() : draft.season;
  }

  private void audio(Matcher found, Draft draft, CleanName known) {
    draft.kind = CleanName.Kind.SONG;
    draft.year = draft.year == 0 ? known.year() : draft.year;
    draft.artist = text(found, "artist", known.artist());
    draft.album = text(found, "album", known.album());
    draft.track = number(found, "track", 0);
    draft.disc = number(found, "disc", known.disc());
  }

  private String text(Matcher found, String group, String otherwise) {
    var text = groups.contains(group) ? found.group(group) : null;
    return text == null ? otherwise : Spelling.trimmed(Spelling.spaced(text));
  }

  private int number(Matcher found, String group, int otherwise) {
    var text = groups.contains(group) ? found.group(group) : null;
    boolean isNumber =
        text != null
            && !text.isEmpty()
            && text.length() <= DIGITS_MAX
            && text.chars().allMatch(it -> it >= '0' && it <= '9');
    return isNumber ? Integer.parseInt(text) : otherwise;
  }
}
