package contentgremlin.name;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When a picture was taken, where it does not say so itself: by its name, its folder.
public final class PhotoDates {
  private static final String DATE =
      "(?<!\\d)((?:19|20)\\d{2})[-_.:]?(0[1-9]|1[0-2])[-_.:]?([0-3]\\d)";

  /// "IMG_20240713_153012.jpg", "2024-07-13 15.30.12.jpg", "PXL_20240713_153012123.jpg", "WhatsApp
  /// Image 2024-07-13 at 15.30.12.jpeg"
  private static final Pattern DATE_AND_TIME =
      Pattern.compile(
          DATE + "(?:[-_ T]|\\s?at\\s?){1,3}([01]\\d|2[0-3])[-_.:h]?([0-5]\\d)[-_.:m]?([0-5]\\d)");

  private static final Pattern DATE_ALONE = Pattern.compile(DATE + "(?!\\d)");

  /// Milliseconds since 1970: "1657712345678.jpg"
  private static final Pattern MILLIS = Pattern.compile("(1[0-9]{12})");

  /// "2024/07/", "2024-07 Holidays/", "2024/2024-07-13/"
  private static final Pattern MONTH_FOLDER =
      Pattern.compile("(?:.*/)?((?:19|20)\\d{2})(?:[-_. ]|/)(0[1-9]|1[0-2])(?:(?![\\d]).*)?");

  private static final Pattern CAMERA =
      Pattern.compile(
          "(?i)(?:img|vid|pxl|dsc[nf]?|mvi|gopr|g[xhp]|dji|mov|video|signal|whatsapp"
              + " (?:video|image)|screen ?recording|bildschirmaufnahme)[-_ ]*(?:video|image)?[-_"
              + " ]*\\d.*");

  private PhotoDates() {}

  /// @param folders on the way to the file
  public static @Nullable LocalDateTime of(List<String> folders, String stem) {
    var whole = DATE_AND_TIME.matcher(stem);
    if (whole.find()) {
      return time(whole, number(whole, 4), number(whole, 5), number(whole, 6));
    }
    var day = DATE_ALONE.matcher(stem);
    if (day.find()) {
      return time(day, 12, 0, 0);
    }
    var millis = MILLIS.matcher(stem);
    if (millis.matches()) {
      return LocalDateTime.ofInstant(
          Instant.ofEpochMilli(Long.parseLong(millis.group(1))), ZoneOffset.UTC);
    }
    return ofFolder(folders);
  }

  private static @Nullable LocalDateTime ofFolder(List<String> folders) {
    var last = folders.isEmpty() ? "" : folders.getLast();
    var day = DATE_ALONE.matcher(last);
    if (day.find()) {
      return time(day, 12, 0, 0);
    }
    var tail = folders.size() < 2 ? last : folders.get(folders.size() - 2) + "/" + last;
    var month = MONTH_FOLDER.matcher(tail);
    return month.matches() ? LocalDateTime.of(number(month, 1), number(month, 2), 1, 12, 0) : null;
  }

  /// Whether a film was taken by a camera, and is no film that one buys.
  static boolean isByCamera(String stem) {
    return hasDigit(stem)
        && (CAMERA.matcher(stem).matches() || DATE_AND_TIME.matcher(stem).matches());
  }

  private static @Nullable LocalDateTime time(Matcher date, int hour, int minute, int second) {
    try {
      return LocalDateTime.of(
          number(date, 1), number(date, 2), number(date, 3), hour, minute, second);
    } catch (DateTimeException _) {
      return null; // the 31st of February
    }
  }

  private static int number(Matcher found, int group) {
    return Integer.parseInt(found.group(group));
  }

  private static boolean hasDigit(String text) {
    return Signs.of(text).digits() > 0;
  }
}
