package contentgremlin.transcode;

import contentgremlin.item.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What ffprobe found in a file that plays.
///
/// @param container ffmpeg's name of the format: "mov,mp4,m4a,3gp,3g2,mj2"
/// @param seconds the length the file claims, or -1 if it does not say
/// @param video all moving pictures that can be decoded, covers too
public record Probe(
    String container,
    double seconds,
    long bitsPerSecond,
    List<VideoTrack> video,
    List<AudioTrack> audio,
    List<TextTrack> text,
    Report report) {
  /// Formats that hold their media themselves. Playlists, which name other files, and formats that
  /// are scripts in disguise MUST NOT be among them.
  public static final String FORMATS =
      String.join(
          ",",
          "mov,matroska,avi,wav,w64,ogg,flac,mp3,aac,aiff,caf,mpegts,mpeg,mpegvideo,flv,asf,ac3,eac3",
          "amr,amrnb,amrwb,mxf,ape,wv,tta,dsf,dts,dtshd,rm,ivf,h264,hevc,m4v,dv,nut,au,voc,mpc,mpc8",
          "tak,truehd,obu,wtv,swf,ea,nsv,iff");

  /// Tracks beyond these are left out.
  public static final int AUDIO_TRACKS_MAX = 8;

  public static final int TEXT_TRACKS_MAX = 32;

  private static final int STREAMS_MAX = 200;

  /// Formats whose claimed length is worked out from a bit rate, and may be quite wrong.
  private static final Set<String> GUESSED =
      Set.of(
          "mp3",
          "aac",
          "ac3",
          "eac3",
          "amr",
          "dts",
          "h264",
          "hevc",
          "m4v",
          "mpegvideo",
          "obu",
          "mpeg",
          "mpegts");

  public Probe {
    video = List.copyOf(video);
    audio = List.copyOf(audio);
    text = List.copyOf(text);
  }

  /// The arguments that make ffmpeg and ffprobe open this very file and nothing else.
  public static List<String> input(String path) {
    return List.of(
        "-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-i", "file:" + path);
  }

  /// Arguments of ffprobe for a report that [#read] understands.
  public static List<String> arguments(String path) {
    var arguments =
        new ArrayList<>(List.of("-v", "error", "-of", "flat", "-show_format", "-show_streams"));
    arguments.addAll(input(path));
    return arguments;
  }

  public static Probe read(Report report) {
    var video = new ArrayList<VideoTrack>();
    var audio = new ArrayList<AudioTrack>();
    var text = new ArrayList<TextTrack>();
    for (int number = 0; number < STREAMS_MAX; number++) {
      String stream = "streams.stream." + number + ".";
      if (report.text(stream + "index").isEmpty()) {
        break;
      }
      boolean known = !report.text(stream + "codec_name").isEmpty();
      switch (report.text(stream + "codec_type")) {
        case "video" -> {
          var track = VideoTrack.read(report, stream);
          if (known && track.width() > 0 && track.height() > 0) {
            video.add(track);
          }
        }
        case "audio" -> {
          var track = AudioTrack.read(report, stream);
          if (known && track.channels() > 0 && track.sampleRate() > 0) {
            audio.add(track);
          }
        }
        case "subtitle" -> text.add(TextTrack.read(report, stream));
        default -> {
          // Data and attachments are of no use here.
        }
      }
    }
    return new Probe(
        report.text("format.format_name"),
        report.decimal("format.duration", -1),
        report.number("format.bit_rate", 0),
        video,
        audio.subList(0, Math.min(audio.size(), AUDIO_TRACKS_MAX)),
        text.subList(0, Math.min(text.size(), TEXT_TRACKS_MAX)),
        report);
  }

  /// The film itself: the largest moving picture that is no cover.
  public Optional<VideoTrack> film() {
    return video.stream()
        .filter(track -> !track.cover())
        .max(Comparator.comparingLong(track -> (long) track.width() * track.height()));
  }

  /// A song's cover, if it brings one.
  public Optional<VideoTrack> cover() {
    return video.stream()
        .filter(VideoTrack::cover)
        .max(Comparator.comparingLong(track -> (long) track.width() * track.height()));
  }

  /// The sound that is heard if nobody chooses.
  public Optional<AudioTrack> mainAudio() {
    return audio.stream()
        .filter(AudioTrack::preferred)
        .findFirst()
        .or(() -> audio.stream().findFirst());
  }

  public List<TextTrack> captions() {
    return text.stream().filter(TextTrack::isText).toList();
  }

  /// What it is, or empty if nothing in it can be played.
  public Optional<MediaType> type() {
    if (film().isPresent()) {
      return Optional.of(MediaType.VIDEO);
    }
    return audio.isEmpty() ? Optional.empty() : Optional.of(MediaType.AUDIO);
  }

  /// The claimed length, or zero.
  public Duration duration() {
    return seconds > 0 ? Duration.ofMillis(Math.round(seconds * 1000)) : Duration.ZERO;
  }

  /// Whether the claimed length was written by whoever made the file, not guessed.
  public boolean isDurationExact() {
    return seconds > 0 && !GUESSED.contains(container);
  }

  /// The media type that the original is served with.
  public String mediaType() {
    boolean film = film().isPresent();
    String first = container.split(",", -1)[0];
    return switch (first) {
      case "mov" -> {
        boolean quickTime = report.text("format.tags.major_brand").startsWith("qt");
        yield film ? quickTime ? "video/quicktime" : "video/mp4" : "audio/mp4";
      }
      case "matroska" -> film ? matroska() : audioMatroska();
      case "mp3" -> "audio/mpeg";
      case "flac" -> "audio/flac";
      case "ogg" -> film ? "video/ogg" : "audio/ogg";
      case "wav", "w64" -> "audio/wav";
      case "aac" -> "audio/aac";
      case "aiff" -> "audio/aiff";
      case "avi" -> "video/x-msvideo";
      case "mpegts" -> "video/mp2t";
      case "mpeg", "mpegvideo" -> "video/mpeg";
      case "flv" -> "video/x-flv";
      case "asf" -> film ? "video/x-ms-wmv" : "audio/x-ms-wma";
      case "amr", "amrnb", "amrwb" -> "audio/amr";
      default -> (film ? "video/x-" : "audio/x-") + first.replaceAll("[^a-z0-9]", "");
    };
  }

  /// ffmpeg gives WebM and Matroska one name; the codecs tell them apart well enough.
  private String matroska() {
    var web = Set.of("vp8", "vp9", "av1");
    return film().map(VideoTrack::codec).filter(web::contains).isPresent()
        ? "video/webm"
        : "video/x-matroska";
  }

  private String audioMatroska() {
    var web = Set.of("opus", "vorbis");
    return mainAudio().map(AudioTrack::codec).filter(web::contains).isPresent()
        ? "audio/webm"
        : "audio/x-matroska";
  }

  /// A stream's own length: its field, or the tag that Matroska has instead ("00:01:02.5").
  static double seconds(Report report, String stream) {
    double direct = report.decimal(stream + "duration", -1);
    if (direct >= 0) {
      return direct;
    }
    String[] parts = report.text(stream + "tags.DURATION").split(":", -1);
    if (parts.length != 3) {
      return -1;
    }
    try {
      return Integer.parseInt(parts[0]) * 3600
          + Integer.parseInt(parts[1]) * 60
          + Double.parseDouble(parts[2]);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  /// What the jobs after the probe need of its report, to be kept in their rows.
  public String toInput() {
    return report
        .only(name ->
            (name.startsWith("format.") && !name.startsWith("format.tags."))
                || name.equals("format.tags.major_brand")
                || (name.startsWith("streams.stream.") && isNeeded(name)))
        .toText();
  }

  private static boolean isNeeded(String name) {
    return NEEDED.stream().anyMatch(name::endsWith);
  }

  private static final Set<String> NEEDED =
      Set.of(
          ".index",
          ".codec_name",
          ".codec_type",
          ".width",
          ".height",
          ".sample_aspect_ratio",
          ".duration",
          ".tags.DURATION",
          ".r_frame_rate",
          ".avg_frame_rate",
          ".rotation",
          ".pix_fmt",
          ".field_order",
          ".color_range",
          ".color_primaries",
          ".color_transfer",
          ".color_space",
          ".disposition.attached_pic",
          ".disposition.timed_thumbnails",
          ".disposition.default",
          ".disposition.forced",
          ".channels",
          ".sample_rate",
          ".tags.language",
          ".tags.title");

  public static Probe fromInput(String input) {
    return read(Report.parse(input));
  }
}
