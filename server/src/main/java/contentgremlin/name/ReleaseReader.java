package contentgremlin.name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes one name of a film or episode apart: first the brackets, then the words. For one name.
final class ReleaseReader {
  private static final String OPENING = "[({【（";
  private static final String CLOSING = "])}】）";

  /// Stands where a year in brackets stood.
  private static final char YEAR = '\uE001';

  private static final Pattern NUMBER_IN_BRACKETS =
      Pattern.compile("(?i)(?:ep?\\s?|第)?(\\d{1,4})(?:v\\d)?(?:[话話集回])?(?:\\s?(?:end|fin))?");

  private final Map<String, String> ids = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private String edition = "";
  private String group = "";
  private int year;
  private int part;
  private boolean hasNotes;

  /// What is put where brackets stood.
  private char gap = ' ';

  /// Whether a number at the end is an episode's.
  private boolean isOfGroup;

  static Release read(String name, NameRules rules) {
    return new ReleaseReader().taken(rules.dropWords(Spelling.cut(name.strip())));
  }

  private Release taken(String name) {
    var unbracketed = unbracketed(Marks.withoutSiteInFront(name));
    boolean isDotted = Spelling.isDotted(unbracketed.strip());
    var text = Spelling.spaced(unbracketed.strip());
    var mark = EpisodeMark.in(text, isOfGroup);
    if (mark != null && mark.date() == null) {
      return episode(text, mark, isDotted);
    }
    if (mark != null) {
      return dated(text, mark, isDotted);
    }
    return film(name, text, isDotted);
  }

  // Brackets

  private String unbracketed(String name) {
    if (firstBracket(name, 0) < 0) {
      return name;
    }
    gap = gap(name);
    var text = new StringBuilder(name.length());
    int at = 0;
    int open = firstBracket(name, 0);
    while (open >= 0) {
      int close = name.indexOf(CLOSING.charAt(OPENING.indexOf(name.charAt(open))), open + 1);
      if (close < 0) {
        break;
      }
      text.append(name, at, open);
      append(text, name, open, close);
      at = close + 1;
      open = firstBracket(name, at);
    }
    text.append(name, at, name.length());
    if (text.toString().isBlank() && !group.isEmpty()) {
      text.setLength(0);
      text.append(group);
      group = "";
    }
    return text.toString();
  }

  /// What stands between words outside of brackets.
  private static char gap(String name) {
    int depth = 0;
    char gap = ' ';
    for (int at = 0; at < name.length(); at++) {
      char sign = name.charAt(at);
      if (OPENING.indexOf(sign) >= 0) {
        depth++;
      } else if (CLOSING.indexOf(sign) >= 0) {
        depth--;
      } else if (depth == 0 && sign == ' ') {
        return ' ';
      } else if (depth == 0 && (sign == '.' || sign == '_')) {
        gap = '.';
      }
    }
    return gap;
  }

  private static int firstBracket(String name, int from) {
    for (int at = from; at < name.length(); at++) {
      if (OPENING.indexOf(name.charAt(at)) >= 0) {
        return at;
      }
    }
    return -1;
  }

  /// @param text what stands before the brackets, without what was taken of it
  private void append(StringBuilder text, String name, int open, int close) {
    var content = name.substring(open + 1, close).strip();
    char sign = name.charAt(open);
    boolean isRound = sign == '(' || sign == '（';
    boolean isFirst = isBlank(text);
    if (content.isEmpty() || takes(content, isFirst)) {
      text.append(gap);
    } else if (isYear(content) && year == 0) {
      year = Integer.parseInt(content.substring(0, 4));
      text.append(gap).append(YEAR).append(gap);
    } else if (isFirst && !isRound && sign != '{') {
      leading(text, content, name, open, close);
    } else if (!isRound && !isFirst) {
      behind(text, content);
    } else {
      text.append(name, open, close + 1);
    }
  }

  /// Whether it tells of the file alone.
  private boolean takes(String content, boolean isFirst) {
    if (Marks.takeId(content, ids) || (Marks.isSite(content) && !isFirst)) {
      return true;
    }
    if (!isFirst && Marks.isVideoId(content)) {
      ids.putIfAbsent("youtube", content);
      return true;
    }
    if (content.regionMatches(true, 0, "edition-", 0, 8)) {
      edition = Spelling.spaced(content.substring(8));
      return true;
    }
    if (Marks.isEdition(content) && !isFirst) {
      edition = edition.isEmpty() ? content : edition;
      return true;
    }
    int said = isFirst ? 0 : Parts.of(content);
    if (said > 0) {
      part = said;
      return true;
    }
    if (Marks.isChecksum(content) && !isFirst) {
      isOfGroup = true;
      return true;
    }
    return isNote(content);
  }

  private boolean isNote(String content) {
    var words = Notes.words(content, true);
    if (!Notes.areAll(words)) {
      return false;
    }
    note(words);
    hasNotes = true;
    return true;
  }

  /// "[Group] Show", "[REC] (2007)", "[Group][Show][01]"
  private void leading(StringBuilder text, String content, String name, int open, int close) {
    var rest = name.substring(close + 1).stripLeading();
    boolean isTitle =
        rest.isEmpty()
            || isYearInFront(rest)
            || isSequel(rest)
            || (!group.isEmpty() && isBracketInFront(rest))
            || isNumber(content);
    if (Marks.isSite(content)) {
      text.append(gap);
    } else if (isTitle && !group.isEmpty()) {
      text.append(content).append(gap);
    } else if (isTitle) {
      text.append(name, open, close + 1);
    } else {
      group = group.isEmpty() ? content : group;
      isOfGroup = true;
    }
  }

  /// In square brackets behind the title: a number of an episode, or nothing that is of interest.
  private void behind(StringBuilder text, String content) {
    var number = NUMBER_IN_BRACKETS.matcher(content);
    if (number.matches() && year == 0) {
      isOfGroup = true;
      text.append(gap).append('-').append(gap).append(number.group(1)).append(gap);
    } else if (EpisodeMark.in(content, false) != null) {
      text.append(gap).append(content).append(gap);
    } else {
      notes.add(content);
      hasNotes |= group.isEmpty() || year > 0;
      text.append(gap);
    }
  }

  private static boolean isNumber(String content) {
    return NUMBER_IN_BRACKETS.matcher(content).matches();
  }

  private static boolean isBracketInFront(String rest) {
    return rest.charAt(0) == '[' || rest.charAt(0) == '【';
  }

  private static boolean isYearInFront(String rest) {
    int at = 0;
    while (at < rest.length() && " ._-([{".indexOf(rest.charAt(at)) >= 0) {
      at++;
    }
    return rest.length() >= at + 4
        && Notes.isYear(rest.substring(at, at + 4))
        && (rest.length() == at + 4 || !Character.isLetterOrDigit(rest.charAt(at + 4)));
  }

  /// "[REC] 2 (2009)"
  private static boolean isSequel(String rest) {
    return rest.length() > 5
        && Character.isDigit(rest.charAt(0))
        && (isYearInFront(rest.substring(1)) && !Character.isDigit(rest.charAt(1)));
  }

  /// "1999", "1999-2003", "2009–"
  private static boolean isYear(String content) {
    if (content.length() < 4 || !Notes.isYear(content.substring(0, 4))) {
      return false;
    }
    var rest = content.substring(4).strip();
    return rest.isEmpty()
        || ((rest.charAt(0) == '-' || rest.charAt(0) == '–')
            && (rest.length() == 1 || Notes.isYear(rest.substring(1).strip())));
  }

  private static boolean isBlank(StringBuilder text) {
    for (int at = 0; at < text.length(); at++) {
      if (!Spelling.isBlank(text.charAt(at)) && "._-".indexOf(text.charAt(at)) < 0) {
        return false;
      }
    }
    return true;
  }

  // Episodes

  private Release episode(String text, EpisodeMark mark, boolean isDotted) {
    var head = head(text.substring(0, mark.start()));
    var tail = tail(text.substring(mark.end()), isDotted);
    return release(head, mark, tail, text);
  }

  /// A show's name, without the year behind it.
  private String head(String text) {
    int at = text.indexOf(YEAR);
    if (at < 0) {
      year = 0; // stands behind the numbers
      return Spelling.trimmed(text);
    }
    var before = Spelling.trimmed(text.substring(0, at));
    return before.isEmpty() ? Spelling.trimmed(text.substring(at + 1)) : before;
  }

  private String tail(String text, boolean isDotted) {
    var words = Notes.words(text.replace(String.valueOf(YEAR), " "), false);
    int start = Notes.start(words, 0, isDotted);
    note(words.subList(start, words.size()));
    var end = start == words.size() ? text.length() : words.get(start).start();
    var title = Spelling.trimmed(text.substring(0, end).replace(String.valueOf(YEAR), ""));
    return isDotted && start < words.size() && Notes.isYear(title) ? "" : title;
  }

  private Release dated(String text, EpisodeMark mark, boolean isDotted) {
    var tail = tail(text.substring(mark.end()), isDotted);
    var head = head(text.substring(0, mark.start()));
    return release(head, mark, tail, text);
  }

  // Films

  private Release film(String name, String text, boolean isDotted) {
    var cut = withoutEdition(text);
    int at = cut.indexOf(YEAR);
    if (at >= 0 && !Spelling.trimmed(cut.substring(0, at)).isEmpty()) {
      rest(cut.substring(at + 1));
      var title = Spelling.trimmed(cut.substring(0, at));
      return release(title, null, "", title);
    }
    var plain = at >= 0 ? cut.substring(at + 1) : cut;
    var words = Notes.words(plain, false);
    int start = Notes.start(words, 1, false);
    hasNotes |= start < words.size();
    note(words.subList(start, words.size()));
    int end = start == words.size() ? plain.length() : words.get(start).start();
    var head = parted(Spelling.trimmed(plain.substring(0, end)));
    var whole = head;
    if (year == 0) {
      head = Years.taken(head, hasNotes || isDotted, this::found);
    }
    head = hasNotes && year > 0 ? withoutEditionWord(head) : head;
    return release(head.isEmpty() ? name : head, null, "", whole);
  }

  /// "Film.EXTENDED.1999.1080p"
  private String withoutEditionWord(String head) {
    int blank = head.lastIndexOf(' ');
    var word = head.substring(blank + 1);
    if (blank < 0 || !edition.isEmpty() || NoteWords.of(word) != NoteWords.Sort.EDITION) {
      return head;
    }
    edition = word;
    return Spelling.trimmed(head.substring(0, blank));
  }

  private void found(int found) {
    year = found;
  }

  private String withoutEdition(String text) {
    var found = Marks.edition(text);
    if (found == null) {
      return text;
    }
    if (edition.isEmpty()) {
      edition = text.substring(found[0], found[1]);
    }
    return text.substring(0, found[0]) + " " + text.substring(found[1]);
  }

  /// What stands behind the year.
  private void rest(String text) {
    part = part == 0 ? Parts.behind(text) : part;
    note(Notes.words(text, false));
    hasNotes = true;
  }

  private String parted(String head) {
    int start = Parts.atEnd(head);
    if (start == 0) {
      return head;
    }
    part = Parts.behind(head.substring(start));
    return Spelling.trimmed(head.substring(0, start));
  }

  private Release release(String head, @Nullable EpisodeMark mark, String tail, String plain) {
    return new Release(
        head,
        year,
        mark,
        tail,
        part,
        edition,
        group,
        notes,
        ids,
        hasNotes || !notes.isEmpty(),
        plain);
  }

  private void note(List<Notes.Word> words) {
    for (int at = 0; at < words.size(); at++) {
      var word = words.get(at).text();
      if (part == 0) {
        part = Parts.of(word);
      }
      if (words.get(at).sort() == NoteWords.Sort.EDITION && edition.isEmpty()) {
        edition = word;
      } else if (at == words.size() - 1 && group.isEmpty() && Notes.groupIn(word) > 0) {
        int dash = Notes.groupIn(word);
        group = word.substring(dash + 1);
        notes.add(word.substring(0, dash));
      } else if (word.chars().anyMatch(Character::isLetterOrDigit)) {
        notes.add(word);
      }
    }
  }
}
