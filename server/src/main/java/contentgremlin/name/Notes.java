package contentgremlin.name;

import contentgremlin.name.NoteWords.Sort;
import java.util.ArrayList;
import java.util.List;

/// Where a name stops to tell of the film and begins to tell of the file.
final class Notes {
  /// Of one name.
  private static final int WORDS_MAX = 128;

  private static final int TITLE_WORDS_BEFORE_LANGUAGE = 2;

  private Notes() {}

  /// @param start within the text, in UTF-16 units
  record Word(String text, int start, Sort sort) {}

  /// @param isBracketed whether it is all that stands in brackets: there signs separate as well
  static List<Word> words(String text, boolean isBracketed) {
    var words = new ArrayList<Word>();
    int at = 0;
    while (at < text.length() && words.size() < WORDS_MAX) {
      while (at < text.length() && separates(text, at, isBracketed)) {
        at++;
      }
      int start = at;
      while (at < text.length() && !separates(text, at, isBracketed)) {
        at++;
      }
      if (at > start) {
        var word = text.substring(start, at);
        words.add(new Word(word, start, sort(word, isBracketed)));
      }
    }
    pair(words);
    return words;
  }

  private static Sort sort(String word, boolean isBracketed) {
    var sort = NoteWords.of(word);
    boolean isCode = sort == Sort.CODE && (isBracketed || isUpper(word));
    return isCode ? Sort.HINT : sort == Sort.CODE ? Sort.NONE : sort;
  }

  private static boolean separates(String text, int at, boolean isBracketed) {
    char sign = text.charAt(at);
    if (Spelling.isBlank(sign) || "()[]{}【】".indexOf(sign) >= 0) {
      return true;
    }
    if (!isBracketed) {
      return sign == ',' || sign == ';';
    }
    boolean isBetweenDigits =
        sign == '.'
            && at > 0
            && at + 1 < text.length()
            && Character.isDigit(text.charAt(at - 1))
            && Character.isDigit(text.charAt(at + 1));
    return "_,;/|+&".indexOf(sign) >= 0 || (sign == '.' && !isBetweenDigits);
  }

  private static void pair(List<Word> words) {
    for (int at = 0; at + 1 < words.size(); at++) {
      var first = words.get(at);
      var second = words.get(at + 1);
      if (first.text.length() <= 3 && NoteWords.isPair(first.text, second.text)) {
        words.set(at, new Word(first.text, first.start, Sort.QUALITY));
        words.set(at + 1, new Word(second.text, second.start, Sort.QUALITY));
      }
    }
  }

  private static boolean isUpper(String word) {
    return word.chars().noneMatch(Character::isLowerCase);
  }

  /// Whether all of them, in brackets, tell of the file.
  static boolean areAll(List<Word> words) {
    int known = 0;
    for (var word : words) {
      switch (word.sort) {
        case QUALITY, HINT, LANGUAGE, EDITION, CODE -> known++;
        case NONE -> {
          boolean isSign = word.text.chars().noneMatch(Character::isLetterOrDigit);
          if (!isSign) {
            return hasQuality(words);
          }
        }
      }
    }
    return known > 0;
  }

  private static boolean hasQuality(List<Word> words) {
    return words.stream().anyMatch(it -> it.sort == Sort.QUALITY);
  }

  /// The first word that tells of the file; the number of words if none does.
  ///
  /// @param first words that belong to the title whatever they are
  /// @param isDotted whether hints alone are enough
  static int start(List<Word> words, int first, boolean isDotted) {
    for (int at = first; at < words.size(); at++) {
      if (words.get(at).sort == Sort.QUALITY) {
        return backward(words, first, at, isDotted);
      }
    }
    int start = backward(words, first, words.size(), isDotted);
    boolean isSaid = isDotted || (start > 1 && isYear(words.get(start - 1).text));
    return isSaid ? start : words.size();
  }

  /// With the hints before it.
  private static int backward(List<Word> words, int first, int from, boolean isDotted) {
    int at = from;
    while (at > first && isHint(words, at - 1, isDotted && first == 0)) {
      at--;
    }
    return at;
  }

  private static boolean isHint(List<Word> words, int at, boolean isEpisode) {
    var word = words.get(at);
    return switch (word.sort) {
      case QUALITY, HINT, EDITION -> true;
      case LANGUAGE ->
          isEpisode
              || isUpper(word.text)
              || at > TITLE_WORDS_BEFORE_LANGUAGE
              || (at > 1 && isYear(words.get(at - 1).text));
      case CODE, NONE -> word.text.equals("-") && at > 0;
    };
  }

  /// Where the name of a group begins, less one: behind the last dash; 0 if there is none.
  static int groupIn(String word) {
    int dash = word.lastIndexOf('-');
    boolean isGroup =
        dash >= 2
            && dash < word.length() - 1
            && !NoteWords.isExact(word)
            && !NoteWords.isNumbered(word.substring(dash + 1));
    return isGroup ? dash : 0;
  }

  /// Of a film or a show. What is later is a part of its name.
  static boolean isYear(String word) {
    return Years.of(word) > 0;
  }
}
