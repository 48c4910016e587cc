package contentgremlin.grab;

import java.util.regex.Pattern;

/// The text in a piece of HTML.
final class Html {
  private static final Pattern BREAK = Pattern.compile("(?i)<br\\s*/?>|</p>");
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z!][^<>]{0,2000}>");
  private static final Pattern SPARE = Pattern.compile("[ \\t]*\\n[ \\t\\n]*");

  private Html() {}

  static String plain(String html) {
    String lines = BREAK.matcher(html).replaceAll("\n");
    String bare =
        TAG.matcher(lines)
            .replaceAll("")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&apos;", "'")
            .replace("&nbsp;", " ")
            .replace("&amp;", "&");
    return SPARE.matcher(bare).replaceAll("\n").strip();
  }
}
