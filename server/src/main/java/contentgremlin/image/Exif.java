package contentgremlin.image;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;

/// What a camera wrote beside its picture.
final class Exif {
  private static final String PREFIX = "exif-ifd";
  private static final String LOCATION_PREFIX = "exif-ifd3-";
  private static final int VALUES_MAX = 200;
  private static final int VALUE_LENGTH_MAX = 2000;

  private Exif() {}

  /// Values by their EXIF names: "Model" → "X100".
  static Map<String, String> read(Vips vips, MemorySegment image, boolean withLocation) {
    var values = new TreeMap<String, String>();
    for (String field : vips.fields(image)) {
      if (!field.startsWith(PREFIX)
          || (field.startsWith(LOCATION_PREFIX) && !withLocation)
          || values.size() == VALUES_MAX) {
        continue;
      }
      String name = field.substring(LOCATION_PREFIX.length());
      String value = plain(vips.field(image, field));
      if (!value.isEmpty() && value.length() <= VALUE_LENGTH_MAX) {
        values.putIfAbsent(name, value);
      }
    }
    return values;
  }

  /// libvips says "1/50 (1/50 sec., Rational, 1 components, 8 bytes)".
  private static String plain(String text) {
    int note = text.lastIndexOf(" (");
    return (note < 0 ? text : text.substring(0, note)).strip();
  }
}
