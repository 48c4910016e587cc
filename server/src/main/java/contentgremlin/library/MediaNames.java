package contentgremlin.library;

import contentgremlin.item.MediaType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a file in a library is taken for by its name alone, until it was read.
public final class MediaNames {
  private static final Map<String, MediaType> TYPES =
      Stream.of(
              of(
                  MediaType.AUDIO,
                  "mp3 flac ogg oga opus m4a m4b aac wav aif aiff wma wv ape mpc mka spx tta dsf"
                      + " dff ac3 dts"),
              of(
                  MediaType.VIDEO,
                  "mp4 m4v mkv webm mov avi mpg mpeg ts m2ts mts wmv flv ogv 3gp divx vob asf"),
              of(
                  MediaType.IMAGE,
                  "jpg jpeg png webp gif heic heif avif tif tiff bmp jxl svg dng cr2 cr3 nef arw"
                      + " orf rw2 raf"),
              of(MediaType.DOCUMENT, "pdf epub"))
          .flatMap(map -> map.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private static final Set<String> SIDECARS =
      Set.of("nfo", "lrc", "srt", "vtt", "ass", "ssa", "sub", "cue", "m3u", "m3u8", "log", "xmp");

  /// Pictures that show what lies beside them.
  private static final Set<String> COVERS =
      Set.of(
          "cover",
          "folder",
          "front",
          "back",
          "album",
          "albumart",
          "artwork",
          "poster",
          "fanart",
          "backdrop",
          "banner",
          "logo",
          "clearlogo",
          "thumb",
          "landscape",
          "disc",
          "cd",
          "artist",
          "season");

  /// "Film-poster.jpg" belongs to "Film.mkv".
  private static final Set<String> COVER_ENDINGS =
      Set.of("-poster", "-fanart", "-thumb", "-banner", "-landscape", "-cover", "-logo");

  private MediaNames() {}

  private static Map<String, MediaType> of(MediaType type, String extensions) {
    return Stream.of(extensions.split(" ", -1))
        .collect(Collectors.toMap(extension -> extension, _ -> type));
  }

  /// Whether the file matters, and for what; empty if it does not.
  public static Optional<FileRole> role(String name) {
    var extension = extension(name);
    var type = TYPES.get(extension);
    if (SIDECARS.contains(extension) || (type == MediaType.IMAGE && isCover(name))) {
      return Optional.of(FileRole.SIDECAR);
    }
    return type == null ? Optional.empty() : Optional.of(FileRole.MEDIA);
  }

  public static boolean isCover(String name) {
    var stem = stem(name).toLowerCase(Locale.ROOT);
    return TYPES.get(extension(name)) == MediaType.IMAGE
        && (COVERS.contains(stem.replaceAll("[-_ ]?\\d*\\z", ""))
            || COVER_ENDINGS.stream().anyMatch(stem::endsWith));
  }

  /// @param name of a file that is media
  public static MediaType type(String name) {
    var type = TYPES.get(extension(name));
    if (type == null) {
      throw new IllegalArgumentException("no name of a medium: " + name);
    }
    return type;
  }

  /// "Film" of "Film.mkv".
  public static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /// Whether a sidecar's name says that it belongs to this file: "Film.en.srt" to "Film.mkv".
  public static boolean belongs(String sidecar, String media) {
    var stem = stem(media);
    if (sidecar.length() <= stem.length() || !sidecar.startsWith(stem)) {
      return false;
    }
    char next = sidecar.charAt(stem.length());
    return next == '.' || (next == '-' && isCover(sidecar));
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
  }
}
