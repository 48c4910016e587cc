package contentgremlin.name;

import java.util.List;
import java.util.regex.Pattern;

/// Cleans the names of songs.
final class Songs {
  /// What portals and encoders add: no part of the title.
  private static final Pattern JUNK =
      Pattern.compile(
          "(?iu)(?:the )?(?:official|offizielles|oficial|officiel|clip officiel|video"
              + " ?clip|videoclip oficial|lyrics?|lyric video|lyrics video|with lyrics|letra|music"
              + " video|audio|audio only|visuali[sz]er|hq|hd|4k|uhd|hi-?res|full"
              + " hd|explicit|clean|free download|премьера(?: клипа)?,? ?\\d*|официальный"
              + " клип|(?:official|offizielles|oficial) (?:music |lyric |lyrics |hd |4k"
              + " )?(?:video|audio|visuali[sz]er|musikvideo|clip)(?: hd| 4k| hq)?|(?:hd|4k|hq)"
              + " (?:video|audio|remaster(?:ed)?)|m/?v|pv|\\d{2,3} ?(?:kbps|kbit|k)|cbr ?\\d{3}|vbr"
              + " ?v?\\d?|320|v0|v2|flac|mp3|wav|aac|alac|web|cd ?rip|vinyl rip|24[-/"
              + " ]\\d{2,3}(?:\\.\\d)?|16[-/ ]44(?:\\.1)?)");

  private static final Pattern OLD_VIDEO_ID = Pattern.compile("(.*\\S)-([A-Za-z0-9_-]{11})");

  private static final Pattern NEEDLESS = Pattern.compile("[\\s_]+$|\\s+(?=\\s)");

  private Songs() {}

  static CleanName clean(NameRules rules, List<String> folders, String stem, Told told) {
    var draft = new Draft(CleanName.Kind.SONG);
    var name = plain(rules.dropWords(Spelling.cut(stem.strip())), draft);
    var track = TrackName.of(name).rest(told.artist());
    draft.title = track.title();
    draft.artist = track.artist();
    draft.track = track.number();
    draft.disc = track.disc();
    draft.album = track.album();
    if (!folders.isEmpty()) {
      describe(draft, AlbumFolder.of(folders));
    }
    return draft.clean();
  }

  private static void describe(Draft draft, AlbumFolder album) {
    draft.disc = album.disc().disc() > 0 ? album.disc().disc() : draft.disc;
    draft.album = draft.album.isEmpty() ? album.title() : draft.album;
    draft.year = album.year();
    boolean isOne = !album.artist().isEmpty() && !album.isVarious();
    draft.artist = draft.artist.isEmpty() && isOne ? album.artist() : draft.artist;
  }

  /// Without junk in brackets and ids of videos, which go into the draft.
  private static String plain(String stem, Draft draft) {
    var name = Marks.withoutSiteInFront(stem);
    if (name.indexOf('-') > 0) {
      var old = OLD_VIDEO_ID.matcher(name);
      boolean isId =
          old.matches()
              && name.indexOf(' ') > 0
              && Marks.isVideoId(old.group(2))
              && hasDigit(old.group(2));
      if (isId) {
        draft.ids.put("youtube", old.group(2));
        name = old.group(1);
      }
    }
    int open = open(name, 1);
    if (open < 0) {
      return name;
    }
    var text = new StringBuilder(name.length());
    int at = 0;
    while (open >= 0) {
      int close = name.indexOf(")]}】".charAt("([{【".indexOf(name.charAt(open))), open);
      if (close < 0) {
        break;
      }
      var content = name.substring(open + 1, close).strip();
      text.append(name, at, isJunk(content, draft) ? open : close + 1);
      at = close + 1;
      open = open(name, at);
    }
    text.append(name, at, name.length());
    var plain = NEEDLESS.matcher(text).replaceAll("");
    return plain.isBlank() ? name : plain;
  }

  private static boolean isJunk(String content, Draft draft) {
    if (Marks.takeId(content, draft.ids)) {
      return true;
    }
    if (Marks.isVideoId(content)) {
      draft.ids.putIfAbsent("youtube", content);
      return true;
    }
    var plain = content.indexOf('_') >= 0 ? content.replace('_', ' ') : content;
    boolean isJunk = Marks.isSite(content) || JUNK.matcher(plain).matches();
    if (isJunk) {
      draft.notes.add(plain);
    }
    return isJunk;
  }

  private static int open(String name, int from) {
    for (int at = from; at < name.length(); at++) {
      if ("([{【".indexOf(name.charAt(at)) >= 0) {
        return at;
      }
    }
    return -1;
  }

  private static boolean hasDigit(String text) {
    return text.chars().anyMatch(Character::isDigit);
  }
}
