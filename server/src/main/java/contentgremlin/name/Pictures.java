package contentgremlin.name;

import java.util.regex.Pattern;

/// What people call their pictures, if they do: cameras and programs number them.
final class Pictures {
  /// "IMG_2034", "PXL_20240713_153012123.MP", "Screenshot 2024-07-13 at 15.30.12", "WhatsApp Image
  /// 2024-07-13 at 15.30.12 (1)", "IMG-20240713-WA0001", "Bildschirmfoto 2024-07-13 um 15.30.12"
  private static final Pattern PROGRAM =
      Pattern.compile(
          "(?iu)(?:(?:img|vid|pxl|dsc[nf]?|_?dsc|_mg|p|mvi|gopr|g[xhp]|dji|mov|pano|burst|image|photo|video|signal|fb_img|received|trim|capture|scan|screen"
              + " ?shot|screen ?recording|bildschirmfoto|capture"
              + " d[’']écran|schermafbeelding|schermata|captura de (?:pantalla|tela)|снимок"
              + " экрана|スクリーンショット|whatsapp"
              + " (?:image|video|audio)|telegram|snapchat|inshot|lrm|mmexport|wechat|wp|cimg|sam|kimg|hpim|imag|dscf|crw|rimg|sn|sv|dashcam|zoom)[-_"
              + " ]*)?[-_\\d .:()~]*(?:(?:at|um|à|om|alle|en)\\s[\\d.: ]+(?:am|pm)?)?(?:[-_"
              + " .~]?(?:wa|mp|burst|cover|pano|night|portrait|hdr|edit(?:ed)?|copy|top|hp|ts|lrv|com\\.[a-z.]+|[a-z]))?[-_\\d"
              + " .()~]*");

  /// "Screenshot_20240713-153012_Chrome"
  private static final Pattern SCREEN =
      Pattern.compile(
          "(?iu)(?:screen[ _]?shot|bildschirmfoto|capture d[’']écran|captura de|schermafbeelding"
              + "|schermata|снимок экрана|скриншот|スクリーンショット)[-_ ].*\\d.*");

  private static final Pattern DATE =
      Pattern.compile(
          "(?<!\\d)(?:19|20)\\d{2}[-_.:]?(?:0[1-9]|1[0-2])[-_.:]?[0-3]\\d(?:[-_"
              + " T]+\\d{2}[-_.:h]?\\d{2}(?:[-_.:m]?\\d{2})?)?(?!\\d)");

  private Pictures() {}

  /// @return empty if nobody gave it one
  static String title(String stem) {
    if (hasDigit(stem) && (PROGRAM.matcher(stem).matches() || SCREEN.matcher(stem).matches())) {
      return "";
    }
    var undated = DATE.matcher(stem).replaceFirst(" ");
    var title = Spelling.trimmed(Spelling.spaced(undated.strip()));
    return PROGRAM.matcher(title).matches() && (title.isEmpty() || hasDigit(title)) ? "" : title;
  }

  private static boolean hasDigit(String text) {
    return text.chars().anyMatch(Character::isDigit);
  }
}
