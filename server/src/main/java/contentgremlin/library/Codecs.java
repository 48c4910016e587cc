package contentgremlin.library;

import java.util.Set;

/// How the media in a file are written down, in ffmpeg's words. Empty strings where there is none,
/// or nobody knows.
///
/// @param container the media type without parameters: "audio/mpeg", "video/mp4"
/// @param video codec of the film: "h264"
/// @param profile of that codec: "High"
/// @param pixels of the film: "yuv420p"
/// @param audio codec of the sound that is heard if nobody chooses: "aac"
public record Codecs(String container, String video, String profile, String pixels, String audio) {
  public static final Codecs NONE = new Codecs("", "", "", "", "");

  private static final String MP4_VIDEO = "video/mp4";
  private static final String MP4_AUDIO = "audio/mp4";
  private static final Set<String> WEB_VIDEO = Set.of("vp8", "vp9", "av1");
  private static final Set<String> WEB_AUDIO = Set.of("opus", "vorbis", "");
  private static final Set<String> MP4_SOUND = Set.of("aac", "mp3", "opus", "flac", "");
  private static final Set<String> PLAIN_WAVES = Set.of("pcm_s16le", "pcm_u8", "pcm_s24le");
  private static final Set<String> PLAIN_PIXELS = Set.of("yuv420p", "yuvj420p");
  private static final Set<String> OGG_AUDIO = Set.of("opus", "vorbis", "flac");

  /// Whether today's browsers play the file as it is.
  public boolean isPlayable() {
    return switch (container) {
      case "audio/mpeg" -> audio.equals("mp3");
      case "audio/flac" -> audio.equals("flac");
      case "audio/aac" -> audio.equals("aac");
      case "audio/wav" -> PLAIN_WAVES.contains(audio);
      case "audio/ogg" -> OGG_AUDIO.contains(audio);
      case "audio/webm" -> WEB_AUDIO.contains(audio);
      case MP4_AUDIO -> !audio.isEmpty() && MP4_SOUND.contains(audio);
      case MP4_VIDEO -> isMp4Video() && MP4_SOUND.contains(audio);
      case "video/webm" ->
          WEB_VIDEO.contains(video) && WEB_AUDIO.contains(audio) && hasPlainPixels();
      default -> false;
    };
  }

  private boolean isMp4Video() {
    boolean known = video.equals("h264") || video.equals("av1") || video.equals("vp9");
    return known && hasPlainPixels();
  }

  /// Ten bits, or colours for every pixel, are decoded by few.
  private boolean hasPlainPixels() {
    return PLAIN_PIXELS.contains(pixels) || (pixels.isEmpty() && !video.equals("h264"));
  }
}
