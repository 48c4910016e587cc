package contentgremlin.probe;

import static java.util.Map.entry;

import com.adobe.internal.xmp.XMPException;
import com.adobe.internal.xmp.XMPMeta;
import com.adobe.internal.xmp.properties.XMPPropertyInfo;
import com.drew.metadata.Metadata;
import com.drew.metadata.iptc.IptcDirectory;
import com.drew.metadata.xmp.XmpDirectory;
import java.util.Map;

/// What people and their programs wrote into a picture: XMP (ISO 16684-1) before IPTC, which is
/// older and shorter.
final class PictureWords {
  private static final Map<String, String> XMP =
      Map.ofEntries(
          entry("dc:title", "title"),
          entry("photoshop:Headline", "headline"),
          entry("dc:description", "description"),
          entry("dc:subject", "keywords"),
          entry("dc:creator", "artist"),
          entry("dc:rights", "copyright"),
          entry("xmp:Rating", "rating"),
          entry("xmpRights:UsageTerms", "usage_terms"),
          entry("cc:license", "license"),
          entry("photoshop:Credit", "credit"),
          entry("Iptc4xmpExt:PersonInImage", "people"),
          entry("Iptc4xmpCore:Location", "sublocation"),
          entry("photoshop:City", "city"),
          entry("photoshop:State", "state"),
          entry("photoshop:Country", "country"),
          entry("Iptc4xmpCore:CountryCode", "country_code"));

  private static final Map<Integer, String> IPTC =
      Map.ofEntries(
          entry(IptcDirectory.TAG_OBJECT_NAME, "title"),
          entry(IptcDirectory.TAG_HEADLINE, "headline"),
          entry(IptcDirectory.TAG_CAPTION, "description"),
          entry(IptcDirectory.TAG_KEYWORDS, "keywords"),
          entry(IptcDirectory.TAG_BY_LINE, "artist"),
          entry(IptcDirectory.TAG_COPYRIGHT_NOTICE, "copyright"),
          entry(IptcDirectory.TAG_CREDIT, "credit"),
          entry(IptcDirectory.TAG_SUB_LOCATION, "sublocation"),
          entry(IptcDirectory.TAG_CITY, "city"),
          entry(IptcDirectory.TAG_PROVINCE_OR_STATE, "state"),
          entry(IptcDirectory.TAG_COUNTRY_OR_PRIMARY_LOCATION_NAME, "country"),
          entry(IptcDirectory.TAG_COUNTRY_OR_PRIMARY_LOCATION_CODE, "country_code"));

  /// Names of people whose faces were marked.
  private static final String REGION = "mwg-rs:Regions/mwg-rs:RegionList";

  private static final int PROPERTIES_MAX = 2_000;

  private PictureWords() {}

  static void read(Metadata found, Draft draft) {
    for (var directory : found.getDirectoriesOfType(XmpDirectory.class)) {
      try {
        xmp(directory.getXMPMeta(), draft);
      } catch (XMPException _) {
        // What was read of it so far counts.
      }
    }
    draft.nextSource();
    for (var directory : found.getDirectoriesOfType(IptcDirectory.class)) {
      IPTC.forEach((tag, name) -> {
        var values = directory.getStringArray(tag);
        if (values != null) {
          for (var value : values) {
            draft.tag(name, value);
          }
        }
      });
    }
    draft.nextSource();
  }

  /// In the order in which it is written.
  private static void xmp(XMPMeta packet, Draft draft) throws XMPException {
    var properties = packet.iterator();
    for (int each = 0; each < PROPERTIES_MAX && properties.hasNext(); each++) {
      if (properties.next() instanceof XMPPropertyInfo property
          && property.getPath() != null
          && property.getValue() != null) {
        xmp(property.getPath(), property.getValue(), draft);
      }
    }
  }

  /// @param path "dc:subject[2]", "photoshop:City"; what has more steps is about a part
  private static void xmp(String path, String value, Draft draft) {
    if (path.startsWith(REGION) && path.endsWith("/mwg-rs:Name")) {
      draft.tag("people", value);
      return;
    }
    int bracket = path.indexOf('[');
    boolean isPart = path.indexOf('/') >= 0;
    String name = XMP.get(bracket < 0 ? path : path.substring(0, bracket));
    // "0" stands for no rating, "-1" for one that was thrown away.
    boolean isNone = path.equals("xmp:Rating") && !value.matches("[1-5](\\.0+)?");
    if (name != null && !isPart && !isNone) {
      draft.tag(name, value);
    }
  }
}
