package contentgremlin.transcode;

import java.util.Locale;

/// Languages as files name them: mostly ISO 639-2, sometimes BCP 47.
public final class Language {
  private static final int LENGTH_MAX = 35;

  private Language() {}

  /// A BCP 47 tag, as short as it can be ("eng" → "en"); the empty string for none or nonsense.
  public static String of(String text) {
    String tag = text.strip().replace('_', '-');
    if (tag.isEmpty()
        || tag.length() > LENGTH_MAX
        || tag.equalsIgnoreCase("und")
        || !tag.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")) {
      return "";
    }
    String[] parts = tag.split("-", 2);
    String shortened = shorten(parts[0].toLowerCase(Locale.ROOT));
    return parts.length == 1 ? shortened : shortened + "-" + parts[1];
  }

  /// What the language is called, for people who choose one: "français"; the tag itself if it has
  /// no name.
  public static String nameOf(String tag) {
    var locale = Locale.forLanguageTag(tag);
    return locale.getDisplayName(locale);
  }

  private static String shorten(String code) {
    String terminological =
        switch (code) {
          case "alb" -> "sqi";
          case "arm" -> "hye";
          case "baq" -> "eus";
          case "bur" -> "mya";
          case "chi" -> "zho";
          case "cze" -> "ces";
          case "dut" -> "nld";
          case "fre" -> "fra";
          case "geo" -> "kat";
          case "ger" -> "deu";
          case "gre" -> "ell";
          case "ice" -> "isl";
          case "mac" -> "mkd";
          case "may" -> "msa";
          case "per" -> "fas";
          case "rum" -> "ron";
          case "slo" -> "slk";
          case "tib" -> "bod";
          case "wel" -> "cym";
          default -> code;
        };
    for (String two : Locale.getISOLanguages()) {
      if (Locale.of(two).getISO3Language().equals(terminological)) {
        return two;
      }
    }
    return terminological;
  }
}
