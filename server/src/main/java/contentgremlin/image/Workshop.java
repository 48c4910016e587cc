package contentgremlin.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.transcode.HeifHeader;
import contentgremlin.transcode.PictureFormat;
import contentgremlin.transcode.PicturePlan;
import contentgremlin.transcode.Report;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Carries out one order. Not thread-safe.
final class Workshop {
  private static final int JPEG_QUALITY = 82;
  private static final int WEBP_QUALITY = 80;
  private static final int AVIF_QUALITY = 55;

  /// Drawings have no pixels of their own: they are drawn this large.
  private static final int DRAWING_SIDE = 1600;

  /// Of a HEIF file, as far as its properties can reach.
  private static final long HEADER_BYTES_MAX = 4 << 20;

  private static final int FRAMES_MAX = 3000;

  /// Of all frames together, as they come and as they are written.
  private static final long ANIMATION_PIXELS_MAX = 500_000_000;

  private static final long ANIMATION_PIXELS_WRITTEN_MAX = 80_000_000;
  private static final int ANIMATION_WIDTH_MAX = 1280;

  private final Vips vips;
  private final Arena arena;
  private final PicturePlan plan;
  private final StringBuilder report = new StringBuilder();
  private final List<Path> written = new ArrayList<>();

  Workshop(Vips vips, Arena arena, PicturePlan plan) {
    this.vips = vips;
    this.arena = arena;
    this.plan = plan;
  }

  void run() throws IOException, PictureException {
    allow(plan.format());
    var source = choose();
    var header = upright(vips.open(source.bytes(), ""));
    checkPixels(header);
    describe(header);
    var base = plan.header() == null ? base(source, shownWidth(header)) : base(header);
    if (plan.image() != null) {
      writeSizes(base, Path.of(plan.image()));
      animate(source, header, Path.of(plan.image()));
    }
    if (plan.poster() != null) {
      writePoster(base, Path.of(plan.poster()));
    }
    checkWritten();
    Files.writeString(Path.of(plan.report()), report, UTF_8);
  }

  /// @param bytes the whole file, or the part of it that is the picture
  private record Source(MemorySegment bytes, PictureFormat format) {}

  private void allow(PictureFormat format) {
    vips.allow(
        switch (format) {
          case JPEG -> "VipsForeignLoadJpeg";
          case PNG, HEIC, BMP, JPEG_2000, EXR, PSD -> "VipsForeignLoadPng";
          case GIF -> "VipsForeignLoadNsgif";
          case WEBP -> "VipsForeignLoadWebp";
          case TIFF -> "VipsForeignLoadTiff";
          case AVIF -> "VipsForeignLoadHeif";
          case SVG -> "VipsForeignLoadSvg";
          case RAW -> "VipsForeignLoadJpeg";
        });
  }

  /// The one source, or of several the one on which most is to be seen.
  private Source choose() throws IOException, PictureException {
    Source best = null;
    double most = -1;
    for (String path : plan.sources()) {
      var bytes = map(Path.of(path));
      if (bytes == null) {
        continue;
      }
      if (plan.sources().size() == 1) {
        return plan.format() == PictureFormat.RAW
            ? preview(bytes)
            : new Source(bytes, plan.format());
      }
      double deviation = vips.deviation(vips.open(bytes, ""));
      if (deviation > most) {
        most = deviation;
        best = new Source(bytes, plan.format());
      }
    }
    if (best == null) {
      throw new PictureException("There is no picture in it.");
    }
    return best;
  }

  private @org.jspecify.annotations.Nullable MemorySegment map(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel.size() == 0
          ? null
          : channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  /// A camera's own format: the largest JPEG in it; without one, perhaps it is a plain TIFF.
  private Source preview(MemorySegment bytes) throws PictureException {
    MemorySegment best = null;
    long most = 0;
    for (var part : Previews.in(bytes)) {
      try {
        var header = vips.open(part, "");
        long pixels = (long) vips.width(header) * vips.height(header);
        if (pixels > most) {
          most = pixels;
          best = part;
        }
      } catch (PictureException _) {
        // Only looked like a picture.
      }
    }
    if (best != null && most >= Previews.PIXELS_MIN) {
      return new Source(best, PictureFormat.JPEG);
    }
    vips.allow("VipsForeignLoadTiff");
    return new Source(bytes, PictureFormat.TIFF);
  }

  private void checkPixels(MemorySegment header) throws PictureException {
    long pixels = (long) vips.width(header) * vips.height(header);
    if (pixels > PicturePlan.PIXELS_MAX && plan.format() != PictureFormat.SVG) {
      throw new PictureException(
          "The picture has %d million pixels; at most %d million are decoded."
              .formatted(pixels / 1_000_000, PicturePlan.PIXELS_MAX / 1_000_000));
    }
  }

  private int shownWidth(MemorySegment header) {
    return vips.isTurned(header) ? vips.height(header) : vips.width(header);
  }

  private void describe(MemorySegment header) {
    boolean turned = vips.isTurned(header);
    line("width", "" + (turned ? vips.height(header) : vips.width(header)));
    line("height", "" + (turned ? vips.width(header) : vips.height(header)));
    line("pages", "" + vips.pages(header));
  }

  /// A picture that ffmpeg decoded, turned as its own file wants it, and with its colours' profile.
  private MemorySegment upright(MemorySegment image) throws IOException, PictureException {
    if (plan.header() == null) {
      return image;
    }
    var file = map(Path.of(plan.header()));
    if (file == null) {
      return image;
    }
    var head = file.asSlice(0, Math.min(file.byteSize(), HEADER_BYTES_MAX)).asByteBuffer();
    var header = HeifHeader.parse(head);
    var copy = vips.inMemory(image);
    if (header.profile().hasRemaining()) {
      vips.giveProfile(copy, header.profile());
    }
    return vips.turned(vips.mirrored(copy, header.mirrored()), header.quarterTurns());
  }

  private MemorySegment base(MemorySegment image) throws PictureException {
    int width = PicturePlan.widths(vips.width(image)).getLast();
    return vips.inMemory(vips.scaled(image, width, PicturePlan.HEIGHT_MAX));
  }

  /// The largest size that is written, decoded once.
  private MemorySegment base(Source source, int width) throws PictureException {
    var widths = PicturePlan.widths(width);
    boolean drawing = source.format() == PictureFormat.SVG;
    int most =
        plan.image() == null ? PicturePlan.POSTER_SIDE : drawing ? DRAWING_SIDE : widths.getLast();
    int height = drawing ? DRAWING_SIDE : PicturePlan.HEIGHT_MAX;
    int size = drawing ? Vips.SIZE_BOTH : Vips.SIZE_DOWN;
    String options = drawing || source.format() == PictureFormat.GIF ? "" : "fail_on=truncated";
    return vips.inMemory(vips.thumbnail(source.bytes(), options, most, height, size));
  }

  private void writeSizes(MemorySegment base, Path folder) throws PictureException {
    var widths = new ArrayList<String>();
    for (int width : PicturePlan.widths(vips.width(base))) {
      var scaled =
          width == vips.width(base)
              ? base
              : vips.inMemory(vips.scaled(base, width, PicturePlan.HEIGHT_MAX));
      boolean avif = width <= PicturePlan.AVIF_WIDTH_MAX;
      writeFormats(scaled, folder.resolve("" + width), avif);
      widths.add("" + width);
      line("size." + width, "" + vips.height(scaled));
    }
    line("widths", String.join(",", widths));
  }

  private void writePoster(MemorySegment base, Path folder) throws PictureException {
    var poster = vips.inMemory(vips.scaled(base, PicturePlan.POSTER_SIDE, PicturePlan.POSTER_SIDE));
    writeFormats(poster, folder.resolve("poster"), true);
    var thumbnail = vips.scaled(poster, PicturePlan.THUMBNAIL_SIDE, PicturePlan.THUMBNAIL_SIDE);
    writeFormats(vips.inMemory(thumbnail), folder.resolve("thumbnail"), true);
    line("poster.width", "" + vips.width(poster));
    line("poster.height", "" + vips.height(poster));
  }

  private void writeFormats(MemorySegment image, Path stem, boolean avif) throws PictureException {
    int keep = plan.keepLocation() ? Vips.KEEP_EXIF : Vips.KEEP_NONE;
    vips.writeJpeg(image, note(stem + ".jpg"), JPEG_QUALITY, keep);
    vips.writeWebp(image, note(stem + ".webp"), WEBP_QUALITY, keep);
    if (avif) {
      vips.writeAvif(image, note(stem + ".avif"), AVIF_QUALITY, keep);
    }
  }

  private String note(String path) {
    written.add(Path.of(path));
    return path;
  }

  /// Moving GIF and WebP keep moving, as WebP. One that is too much work stays a still.
  private void animate(Source source, MemorySegment header, Path folder) throws PictureException {
    int frames = vips.pages(header);
    boolean moves = source.format() == PictureFormat.GIF || source.format() == PictureFormat.WEBP;
    long pixels = (long) vips.width(header) * vips.height(header);
    if (!moves || frames < 2 || frames > FRAMES_MAX || pixels * frames > ANIMATION_PIXELS_MAX) {
      return;
    }
    double scale = Math.min(1, Math.sqrt((double) ANIMATION_PIXELS_WRITTEN_MAX / pixels / frames));
    int width = (int) Math.max(1, Math.min(ANIMATION_WIDTH_MAX, vips.width(header) * scale));
    var moving =
        vips.thumbnail(source.bytes(), "n=-1", width, PicturePlan.HEIGHT_MAX, Vips.SIZE_DOWN);
    vips.writeWebp(
        moving, note(folder.resolve("animated.webp").toString()), WEBP_QUALITY, Vips.KEEP_NONE);
    line("animated", "animated.webp");
  }

  /// What can't be read back must not be published.
  private void checkWritten() throws IOException, PictureException {
    vips.allow("VipsForeignLoadJpeg");
    vips.allow("VipsForeignLoadWebp");
    vips.allow("VipsForeignLoadHeif");
    for (var path : written) {
      var bytes = map(path);
      if (bytes == null) {
        throw new IOException(path + " was not written");
      }
      vips.decodeAll(vips.open(bytes, ""));
    }
  }

  private void line(String name, String value) {
    report.append(Report.line(name, value));
  }
}
