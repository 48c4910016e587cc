package contentgremlin.probe;

import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.bmp.BmpMetadataReader;
import com.drew.imaging.gif.GifMetadataReader;
import com.drew.imaging.heif.HeifMetadataReader;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.jpeg.JpegSegmentMetadataReader;
import com.drew.imaging.psd.PsdMetadataReader;
import com.drew.imaging.raf.RafMetadataReader;
import com.drew.imaging.tiff.TiffMetadataReader;
import com.drew.imaging.webp.WebpMetadataReader;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.bmp.BmpHeaderDirectory;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.exif.GpsDirectory;
import com.drew.metadata.gif.GifHeaderDirectory;
import com.drew.metadata.iptc.IptcReader;
import com.drew.metadata.jpeg.JpegDirectory;
import com.drew.metadata.jpeg.JpegReader;
import com.drew.metadata.photoshop.PhotoshopReader;
import com.drew.metadata.photoshop.PsdHeaderDirectory;
import com.drew.metadata.webp.WebpDirectory;
import com.drew.metadata.xmp.XmpReader;
import contentgremlin.item.MediaType;
import contentgremlin.library.Taken;
import contentgremlin.transcode.HeifHeader;
import contentgremlin.transcode.PictureFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the sizes of pictures and what cameras wrote beside them.
final class Pictures {
  /// Profiles of colours and the like say nothing that is wanted here.
  private static final List<JpegSegmentMetadataReader> JPEG_PARTS =
      List.of(
          new JpegReader(),
          new ExifReader(),
          new XmpReader(),
          new IptcReader(),
          new PhotoshopReader());

  /// As far as the properties of a HEIF file can reach.
  private static final int HEIF_HEAD = 1 << 20;

  private static final int EXIF_MAX = 1 << 20;
  private static final String XMP_CHUNK = "XML:com.adobe.xmp";
  private static final int SEGMENTS_MAX = 1_000;
  private static final int START_OF_SCAN = 0xda;
  private static final DateTimeFormatter EXIF_TIME =
      DateTimeFormatter.ofPattern("uuuu:MM:dd HH:mm:ss", Locale.ROOT);

  private static final Map<Integer, String> TAGS =
      Map.ofEntries(
          Map.entry(ExifDirectoryBase.TAG_MAKE, "make"),
          Map.entry(ExifDirectoryBase.TAG_MODEL, "model"),
          Map.entry(ExifDirectoryBase.TAG_LENS_MODEL, "lens"),
          Map.entry(ExifDirectoryBase.TAG_EXPOSURE_TIME, "exposure_time"),
          Map.entry(ExifDirectoryBase.TAG_FNUMBER, "aperture"),
          Map.entry(ExifDirectoryBase.TAG_ISO_EQUIVALENT, "sensitivity"),
          Map.entry(ExifDirectoryBase.TAG_FOCAL_LENGTH, "focal_length"),
          Map.entry(ExifDirectoryBase.TAG_IMAGE_DESCRIPTION, "description"),
          Map.entry(ExifDirectoryBase.TAG_ARTIST, "artist"),
          Map.entry(ExifDirectoryBase.TAG_COPYRIGHT, "copyright"));

  private final Bytes file;
  private final Draft draft;

  private Pictures(Bytes file, Draft draft) {
    this.file = file;
    this.draft = draft;
  }

  static void read(Bytes file, PictureFormat format, Draft draft) throws ProbeException {
    draft.type = MediaType.IMAGE;
    draft.container = format.mediaType();
    try {
      new Pictures(file, draft).read(format);
    } catch (IOException | ImageProcessingException | OddFileException e) {
      if (draft.width == 0) {
        throw ProbeException.unreadable(
            "The picture is damaged: its header can't be read (" + e.getMessage() + ").");
      }
    }
  }

  private void read(PictureFormat format) throws IOException, ImageProcessingException {
    switch (format) {
      case JPEG -> {
        var found = JpegMetadataReader.readMetadata(stream(), JPEG_PARTS);
        size(
            found,
            JpegDirectory.class,
            JpegDirectory.TAG_IMAGE_WIDTH,
            JpegDirectory.TAG_IMAGE_HEIGHT);
        camera(found, true);
        scan();
      }
      case PNG -> png();
      case WEBP -> {
        var found = WebpMetadataReader.readMetadata(stream());
        size(
            found,
            WebpDirectory.class,
            WebpDirectory.TAG_IMAGE_WIDTH,
            WebpDirectory.TAG_IMAGE_HEIGHT);
        camera(found, true);
      }
      case GIF ->
          size(
              GifMetadataReader.readMetadata(stream()),
              GifHeaderDirectory.class,
              GifHeaderDirectory.TAG_IMAGE_WIDTH,
              GifHeaderDirectory.TAG_IMAGE_HEIGHT);
      case BMP ->
          size(
              BmpMetadataReader.readMetadata(stream()),
              BmpHeaderDirectory.class,
              BmpHeaderDirectory.TAG_IMAGE_WIDTH,
              BmpHeaderDirectory.TAG_IMAGE_HEIGHT);
      case PSD ->
          size(
              PsdMetadataReader.readMetadata(stream()),
              PsdHeaderDirectory.class,
              PsdHeaderDirectory.TAG_IMAGE_WIDTH,
              PsdHeaderDirectory.TAG_IMAGE_HEIGHT);
      case TIFF -> {
        var found = TiffMetadataReader.readMetadata(new PictureReader(file));
        size(
            found,
            ExifIFD0Directory.class,
            ExifDirectoryBase.TAG_IMAGE_WIDTH,
            ExifDirectoryBase.TAG_IMAGE_HEIGHT);
        camera(found, true);
      }
      case HEIC, AVIF -> {
        heif();
        camera(HeifMetadataReader.readMetadata(stream()), false);
      }
      case RAW -> raw();
      case SVG, JPEG_2000, EXR -> {
        // Their decoders will say.
      }
    }
  }

  /// Chunks with a length, a name, and a sum behind them (PNG specification, 5.3). Their lengths
  /// are looked at before anything is read: the library would make room for whatever they claim.
  private void png() {
    if (!file.has(12, "IHDR")) {
      throw new OddFileException("it does not say how large it is");
    }
    draft.width = Math.max(0, file.s32(16));
    draft.height = Math.max(0, file.s32(20));
    long at = 8;
    for (int each = 0; each < SEGMENTS_MAX && at + 12 <= file.size(); each++) {
      long length = file.u32(at);
      if (file.has(at + 4, "IDAT") || length > file.size() - at) {
        return;
      }
      if (file.has(at + 4, "eXIf") && length <= EXIF_MAX) {
        var found = new Metadata();
        new ExifReader().extract(new ByteArrayReader(file.piece(at + 8, length)), found);
        camera(found, true);
      } else if (file.has(at + 4, "iTXt") && length <= EXIF_MAX) {
        text(file.piece(at + 8, length));
      }
      at += 12 + length;
    }
  }

  /// International text: a name, whether it is packed, how, two more names, then the text (PNG
  /// specification, 11.3.3.4).
  private void text(byte[] chunk) {
    var name = XMP_CHUNK.getBytes(StandardCharsets.US_ASCII);
    int at = name.length + 3;
    boolean isPlain = chunk.length > at && chunk[name.length] == 0 && chunk[name.length + 1] == 0;
    if (!isPlain || !Arrays.equals(chunk, 0, name.length, name, 0, name.length)) {
      return;
    }
    for (int names = 0; names < 2; names++) {
      while (at < chunk.length && chunk[at] != 0) {
        at++;
      }
      at++;
    }
    if (at < chunk.length) {
      var found = new Metadata();
      new XmpReader().extract(Arrays.copyOfRange(chunk, at, chunk.length), found);
      PictureWords.read(found, draft);
    }
  }

  private FileStream stream() {
    return new FileStream(file);
  }

  /// The largest of the pictures inside; cameras put small ones first.
  private void raw() throws IOException, ImageProcessingException {
    Metadata found;
    if (file.has(0, "FUJIFILM")) {
      found = RafMetadataReader.readMetadata(stream());
    } else if (file.has(4, "ftyp")) {
      return; // built like a film, with the pictures in tracks
    } else {
      found = TiffMetadataReader.readMetadata(new PictureReader(file));
    }
    for (var directory : found.getDirectoriesOfType(ExifDirectoryBase.class)) {
      larger(directory, ExifDirectoryBase.TAG_IMAGE_WIDTH, ExifDirectoryBase.TAG_IMAGE_HEIGHT);
      larger(
          directory,
          ExifDirectoryBase.TAG_EXIF_IMAGE_WIDTH,
          ExifDirectoryBase.TAG_EXIF_IMAGE_HEIGHT);
    }
    camera(found, true);
  }

  private void larger(Directory directory, int widthTag, int heightTag) {
    int width = positive(directory.getInteger(widthTag));
    int height = positive(directory.getInteger(heightTag));
    if ((long) width * height > (long) draft.width * draft.height) {
      draft.width = width;
      draft.height = height;
    }
  }

  private void size(Metadata found, Class<? extends Directory> kind, int widthTag, int heightTag) {
    for (var directory : found.getDirectoriesOfType(kind)) {
      int width = positive(directory.getInteger(widthTag));
      // A bitmap of negative height is written from its top.
      int height = positive(directory.getInteger(heightTag));
      if (width > 0 && height > 0) {
        draft.width = width;
        draft.height = height;
        return;
      }
    }
    throw new OddFileException("it does not say how large it is");
  }

  private static int positive(@Nullable Integer value) {
    return value == null || value == Integer.MIN_VALUE ? 0 : Math.abs(value);
  }

  private void heif() {
    var head = ByteBuffer.wrap(file.piece(0, Math.min(file.size(), HEIF_HEAD)));
    var header = HeifHeader.parse(head);
    boolean turned = header.quarterTurns() % 2 == 1;
    draft.width = Math.max(0, turned ? header.height() : header.width());
    draft.height = Math.max(0, turned ? header.width() : header.height());
  }

  /// @param turn as EXIF says; where the container says so itself, EXIF must not do it again
  private void camera(Metadata found, boolean turn) {
    PictureWords.read(found, draft);
    for (var directory : found.getDirectoriesOfType(ExifDirectoryBase.class)) {
      TAGS.forEach((tag, name) -> {
        String value = directory.getString(tag);
        if (value != null && !draft.hasTag(name)) {
          draft.tag(name, value);
        }
      });
      taken(
          directory,
          ExifDirectoryBase.TAG_DATETIME_ORIGINAL,
          ExifDirectoryBase.TAG_TIME_ZONE_ORIGINAL);
    }
    for (var directory : found.getDirectoriesOfType(ExifDirectoryBase.class)) {
      taken(
          directory,
          ExifDirectoryBase.TAG_DATETIME_DIGITIZED,
          ExifDirectoryBase.TAG_TIME_ZONE_DIGITIZED);
    }
    var main = found.getFirstDirectoryOfType(ExifIFD0Directory.class);
    Integer orientation = main == null ? null : main.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
    if (turn && orientation != null && orientation >= 5 && orientation <= 8) {
      int width = draft.width;
      draft.width = draft.height;
      draft.height = width;
    }
    place(found);
  }

  private void taken(Directory directory, int timeTag, int offsetTag) {
    String time = directory.getString(timeTag);
    if (draft.taken != null || time == null) {
      return;
    }
    try {
      draft.taken =
          new Taken(LocalDateTime.parse(time.strip(), EXIF_TIME), offset(directory, offsetTag));
      draft.tag("creation_time", draft.taken.local().toString());
    } catch (DateTimeException _) {
      // "0000:00:00 00:00:00", for one.
    }
  }

  private static @Nullable ZoneOffset offset(Directory directory, int tag) {
    String offset = directory.getString(tag);
    try {
      return offset == null ? null : ZoneOffset.of(offset.strip());
    } catch (DateTimeException _) {
      return null;
    }
  }

  /// As ISO 6709 writes it, like films do.
  private void place(Metadata found) {
    for (var directory : found.getDirectoriesOfType(GpsDirectory.class)) {
      var place = directory.getGeoLocation();
      if (place != null && !place.isZero()) {
        draft.tag(
            "location",
            String.format(Locale.ROOT, "%+.5f%+.5f/", place.getLatitude(), place.getLongitude()));
      }
    }
  }

  /// What is between the first scan and the end is the picture; all before it may be written anew.
  private void scan() {
    long at = 2;
    for (int each = 0; each < SEGMENTS_MAX && file.u8(at) == 0xff; each++) {
      int marker = file.u8(at + 1);
      if (marker == START_OF_SCAN) {
        draft.essence = Essence.of(file, "jpeg", at, file.size());
        return;
      }
      at += marker == 0xff ? 1 : 2 + Math.max(2, file.u16(at + 2));
    }
  }
}
