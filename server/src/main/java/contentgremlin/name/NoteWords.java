package contentgremlin.name;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Words that tell of a file, and not of what is in it.
final class NoteWords {
  enum Sort {
    /// Nobody calls a film like that: the title ends before it.
    QUALITY,
    /// A note if others follow: "web", "proper".
    HINT,
    /// A language: as a hint, but titles have it more often.
    LANGUAGE,
    /// A hint if it is in capitals.
    CODE,
    /// A hint that also names an edition.
    EDITION,
    NONE
  }

  private static final String QUALITIES =
      """
      4k 8k uhd fhd qhd sdtv hdtv pdtv dsr dvbrip satrip tvrip hdtvrip dtvrip uhdtv web-dl webdl
      web-dlrip webdlrip webrip web-rip bluray blu-ray blueray bdrip bd-rip bdremux bdmv brrip
      br-rip dvdrip dvd-rip dvdscr dvd5 dvd9 dvdr dvd-r hdrip hd-rip hddvd hd-dvd hdcam hdts hd-ts
      telesync telecine camrip hdtc r5 vhsrip vodrip ppvrip uhdrip bdrip1080p
      hevc xvid divx av1 vp9 10bit 8bit 10-bit 8-bit hi10p hi10 ma10p hdr10 hdr10+ hdr10plus dovi
      ac3 eac3 e-ac-3 e-ac3 ac-3 ddp dd+ dts-hd dtshd dts-x dts-es truehd atmos aac2 opus5
      hsbs h-sbs half-sbs halfsbs hou h-ou half-ou full-sbs fullsbs sbs
      mkvcage yify yts rarbg remux
      """;

  private static final String HINTS =
      """
      web dvd vcd svcd bd br scr screener workprint avc mpeg2 mpeg-2 vc1 vc-1 aac mp3 dts dd flac
      opus lpcm pcm hdr sdr dv hlg hlg10 proper repack rerip internal limited multi dual dual-audio
      dualaudio dubbed dubs dub subbed sub subs hardsub hardsubs softsub softsubs subtitulado vost
      vostfr vosten vff vfq vf vfi vo vf2 truefrench subfrench amzn nf netflix dsnp hmax atvp atv
      hulu pcok pmtp itunes vudu crav iplayer crunchyroll adn hidive bili abema rtl zdf ard wowtv
      joyn hq lq hd ntsc 3d 2d fansub batch complete completa integrale retail read.nfo readnfo
      nfofix dirfix hybrid extras mhd uncensored censored uncen audio msubs msub esub esubs chs cht
      gb big5 jpsc jptc jpn jp eng fre fra ita esp rus ukr kor chi nld dut swe nor cze cz hun tur
      hin latino castellano vose dvo mvo avo vo stereo mono 2ch 6ch 8ch 60fps 50fps 24fps gerdub
      dubbing lektor napisy encode upscaled dlmux webmux line-dubbed
      """;

  /// Hints only in capitals: titles have these words, too.
  private static final String CODES =
      """
      max it now red ma ai com ch por den dan fin ara lat tel tam ip cr mic ld md sd ws fs dl ml real
      pal rip cam ts tc spa pol ger stan tv se dc pl de en fr es ru kr cn sk ua ro bg gr il ir br pt nordic jp
      """;

  private static final String LANGUAGES =
      """
      german deutsch english french français francais italian italiano spanish español espanol
      portuguese russian ukrainian polish czech hungarian turkish dutch flemish danish swedish
      norwegian finnish nordic icelandic greek hebrew arabic persian hindi tamil telugu malayalam
      kannada bengali punjabi marathi korean japanese chinese mandarin cantonese thai vietnamese
      indonesian romanian bulgarian croatian serbian slovenian slovak latvian lithuanian estonian
      """;

  private static final String EDITIONS =
      "extended unrated uncut remastered theatrical imax restored criterion redux";

  private static final Map<String, Sort> SORTS = sorts();

  /// Words with numbers of many sorts: "1080p", "x264", "DDP5.1", "10bit", "H.264".
  private static final Pattern NUMBERED =
      Pattern.compile(
          "(?:\\d{3,4}[pi](?:\\d{2,3})?(?:fps)?|[xh]["
              + " .]?26[456]|av1|mp4v?|hi\\d{2,3}p?|hdr\\d+\\+?|(?:8|10|12)["
              + " -]?bits?|(?:ddp?|dd\\+|e?-?ac-?3|eac3|aac|dts|flac|opus|truehd|atmos|ddpa|dtsx)["
              + " -]?\\d?(?:[. ]?[0-9])?(?:ch)?"
              + "|\\d{3,4}x\\d{3,4}p|web-?dl\\d{3,4}p?|bluray\\d{3,4}p?|\\d{2,3}fps|\\d{3,4}kbps|\\d{3,4}k)");

  /// "5.1", "700MB", "1.4GB", "1920x1080"
  private static final Pattern NUMBERED_HINT =
      Pattern.compile(
          "(?:[257][."
              + " ][01](?:ch)?|\\d{1,4}(?:[.,]\\d{1,2})?[mg]i?b|\\d{3,4}x\\d{3,4}|v\\d|\\d{1,2}x?subs?|r\\d|24-\\d{2,3}|16-44"
              + "|vol\\.?\\d+)");

  private static final int NUMBERED_LENGTH_MAX = 14;

  private NoteWords() {}

  private static Map<String, Sort> sorts() {
    var sorts = new HashMap<String, Sort>();
    put(sorts, CODES, Sort.CODE);
    put(sorts, EDITIONS, Sort.EDITION);
    put(sorts, LANGUAGES, Sort.LANGUAGE);
    put(sorts, HINTS, Sort.HINT);
    put(sorts, QUALITIES, Sort.QUALITY);
    return Map.copyOf(sorts);
  }

  private static void put(Map<String, Sort> sorts, String words, Sort sort) {
    for (var word : words.strip().split("\\s+", -1)) {
      sorts.put(word, sort);
    }
  }

  /// @param word without blanks; as written
  static Sort of(String word) {
    var lower = word.toLowerCase(Locale.ROOT);
    var known = SORTS.get(lower);
    if (known != null) {
      return known;
    }
    if (lower.length() > 1 && lower.length() <= NUMBERED_LENGTH_MAX && isMixed(lower)) {
      if (NUMBERED.matcher(lower).matches()) {
        return Sort.QUALITY;
      }
      if (NUMBERED_HINT.matcher(lower).matches()) {
        return Sort.HINT;
      }
    }
    int dash = lower.indexOf('-');
    return dash > 0 ? ofJoined(lower, dash) : Sort.NONE;
  }

  /// "x264-GROUP", "1080p-GROUP": what is joined to a note is one.
  private static Sort ofJoined(String lower, int dash) {
    for (int at = dash; at > 0; at = lower.indexOf('-', at + 1)) {
      var sort = of(lower.substring(0, at));
      if (sort == Sort.QUALITY) {
        return Sort.QUALITY;
      }
      if (sort == Sort.HINT && lower.indexOf('-', at + 1) < 0) {
        return Sort.HINT;
      }
    }
    return Sort.NONE;
  }

  /// Whether it is a note by itself, dashes and all: "WEB-DL".
  static boolean isExact(String word) {
    var lower = word.toLowerCase(Locale.ROOT);
    return SORTS.containsKey(lower) || isNumbered(lower);
  }

  /// "2160p", "x265"
  static boolean isNumbered(String word) {
    return isMixed(word) && NUMBERED.matcher(word.toLowerCase(Locale.ROOT)).matches();
  }

  /// Two words that are one note: "WEB DL", "H 264", "Blu Ray".
  static boolean isPair(String first, String second) {
    var lower = second.toLowerCase(Locale.ROOT);
    return switch (first.toLowerCase(Locale.ROOT)) {
      case "web", "bd", "br", "hd", "dvd", "tv", "vhs" ->
          lower.startsWith("rip")
              || (lower.startsWith("dl") && lower.length() <= 2)
              || lower.startsWith("dl-");
      case "blu" -> lower.startsWith("ray");
      case "h", "x" -> lower.startsWith("264") || lower.startsWith("265");
      case "dts" -> lower.startsWith("hd");
      default -> false;
    };
  }

  /// Digits, and something else: a number alone is no note.
  private static boolean isMixed(String text) {
    int digits = 0;
    for (int at = 0; at < text.length(); at++) {
      digits += Signs.isDigit(text.charAt(at)) ? 1 : 0;
    }
    return digits > 0 && digits < text.length();
  }
}
