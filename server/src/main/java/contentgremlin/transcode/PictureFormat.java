package contentgremlin.transcode;

import java.util.Locale;

/// The kinds of pictures that are recognised, and what can decode them.
public enum PictureFormat {
  JPEG("image/jpeg", Decoder.PICTURE_LIBRARY),
  PNG("image/png", Decoder.PICTURE_LIBRARY),
  GIF("image/gif", Decoder.PICTURE_LIBRARY),
  WEBP("image/webp", Decoder.PICTURE_LIBRARY),
  TIFF("image/tiff", Decoder.PICTURE_LIBRARY),
  AVIF("image/avif", Decoder.PICTURE_LIBRARY),
  SVG("image/svg+xml", Decoder.PICTURE_LIBRARY),
  HEIC("image/heic", Decoder.FFMPEG),
  BMP("image/bmp", Decoder.FFMPEG),
  JPEG_2000("image/jp2", Decoder.FFMPEG),
  EXR("image/x-exr", Decoder.FFMPEG),
  PSD("image/vnd.adobe.photoshop", Decoder.FFMPEG),
  /// A camera's own format; the picture that the camera put into it is shown.
  RAW("image/x-raw", Decoder.PREVIEW);

  public enum Decoder {
    PICTURE_LIBRARY,
    FFMPEG,
    /// Takes the largest JPEG that lies inside.
    PREVIEW
  }

  private final String mediaType;
  private final Decoder decoder;

  PictureFormat(String mediaType, Decoder decoder) {
    this.mediaType = mediaType;
    this.decoder = decoder;
  }

  public String mediaType() {
    return mediaType;
  }

  public Decoder decoder() {
    return decoder;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static PictureFormat of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
