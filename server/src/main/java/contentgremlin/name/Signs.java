package contentgremlin.name;

/// What a text would need for being an episode's name, found in one look: most names are then
/// searched with few patterns, and films with none.
///
/// @param digits how many there are
/// @param hasDate two numbers of two digits that the same sign separates
/// @param hasSeasonSign "s1", in Latin or Cyrillic
/// @param hasCross "1x0"
/// @param hasEpisodeWord may have a word for an episode
/// @param hasSeasonWord may have a word for a season
record Signs(
    int digits,
    boolean hasDate,
    boolean hasSeasonSign,
    boolean hasCross,
    boolean hasEpisodeWord,
    boolean hasSeasonWord) {
  /// Of words in Latin letters, two letters that few others have.
  private static final String EPISODE_STARTS = "ep|fol|avs|odc|cap|jak|afl|dí|bö|ré";

  private static final String SEASON_STARTS =
      "seas|seri|sais|staf|temp|stag|seiz|sezo|säso|sæso|seso|kaus|éva";

  private static final String[] EPISODES = EPISODE_STARTS.split("\\|");
  private static final String[] SEASONS = SEASON_STARTS.split("\\|");

  /// Beyond the letters of western languages.
  private static final char WESTERN_MAX = 0x2ff;

  static Signs of(String text) {
    int digits = 0;
    boolean hasDate = false;
    boolean hasSeasonSign = false;
    boolean hasCross = false;
    boolean hasEpisodeWord = false;
    boolean hasSeasonWord = false;
    int length = text.length();
    for (int at = 0; at < length; at++) {
      char sign = text.charAt(at);
      if (isDigit(sign)) {
        digits++;
        hasDate |= at + 4 < length && isDate(text, at);
        hasCross |= at + 2 < length && isCross(text.charAt(at + 1)) && isDigit(text.charAt(at + 2));
        continue;
      }
      boolean isBeforeDigit = at + 1 < length && isDigit(text.charAt(at + 1));
      hasSeasonSign |= isBeforeDigit && "sSсС".indexOf(sign) >= 0;
      hasEpisodeWord |= (isBeforeDigit && "eEеЕ".indexOf(sign) >= 0) || isEastern(sign);
      hasSeasonWord |= isEastern(sign);
      if (at == 0 || !Character.isLetter(text.charAt(at - 1))) {
        hasEpisodeWord |= starts(text, at, EPISODES);
        hasSeasonWord |= starts(text, at, SEASONS);
      }
    }
    return new Signs(digits, hasDate, hasSeasonSign, hasCross, hasEpisodeWord, hasSeasonWord);
  }

  /// "05.17" and another dot, or a dot before it.
  private static boolean isDate(String text, int at) {
    char sign = text.charAt(at + 2);
    boolean isPair =
        isDigit(text.charAt(at + 1))
            && "-._ ".indexOf(sign) >= 0
            && isDigit(text.charAt(at + 3))
            && isDigit(text.charAt(at + 4));
    return isPair
        && ((at + 5 < text.length() && text.charAt(at + 5) == sign)
            || (at > 0 && text.charAt(at - 1) == sign));
  }

  private static boolean isEastern(char sign) {
    return sign > WESTERN_MAX && Character.isLetter(sign);
  }

  static boolean isDigit(char sign) {
    return sign >= '0' && sign <= '9';
  }

  private static boolean isCross(char sign) {
    return sign == 'x' || sign == 'X' || sign == '×' || sign == 'х' || sign == 'Х';
  }

  private static boolean starts(String text, int at, String[] words) {
    char sign = text.charAt(at);
    char first = sign < 0x80 ? (char) (sign | 0x20) : Character.toLowerCase(sign);
    for (var word : words) {
      if (word.charAt(0) == first && text.regionMatches(true, at, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }
}
