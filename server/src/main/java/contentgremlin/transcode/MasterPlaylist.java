package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The playlist that names all rungs and sounds of a film (RFC 8216, section 4.3.4).
public final class MasterPlaylist {
  /// What was measured of one stream.
  ///
  /// @param peak bits per second of its heaviest segment
  /// @param average bits per second over all
  /// @param codec as RFC 6381 writes it
  public record Stream(String folder, String codec, long peak, long average) {}

  private static final String GROUP = "sound";

  private MasterPlaylist() {}

  /// @param pictures one for each rung of the plan, in its order
  /// @param sounds one for each of its audio tracks
  public static String film(FilmPlan plan, List<Stream> pictures, List<Stream> sounds) {
    var lines =
        new ArrayList<>(List.of("#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"));
    int preferred = preferred(plan.audio());
    for (int number = 0; number < sounds.size(); number++) {
      lines.add(sound(plan.audio(), number, number == preferred, sounds.get(number)));
    }
    long soundPeak = sounds.stream().mapToLong(Stream::peak).max().orElse(0);
    long soundAverage = sounds.stream().mapToLong(Stream::average).max().orElse(0);
    // The first rung is what players begin with: the middle one suits most lines.
    for (int number : order(pictures.size())) {
      var rung = plan.rungs().get(number);
      var stream = pictures.get(number);
      var codecs = new ArrayList<>(List.of(stream.codec()));
      sounds.stream().map(Stream::codec).distinct().forEach(codecs::add);
      lines.add(
          "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s\",RESOLUTION=%dx%d,FRAME-RATE=%s%s"
              .formatted(
                  stream.peak() + soundPeak,
                  stream.average() + soundAverage,
                  String.join(",", codecs),
                  rung.width(),
                  rung.height(),
                  plan.rate().decimal(),
                  sounds.isEmpty() ? "" : ",AUDIO=\"" + GROUP + "\""));
      lines.add(stream.folder() + "/index.m3u8");
    }
    return String.join("\n", lines) + "\n";
  }

  /// A song: one stream.
  public static String song(Stream sound) {
    return """
    #EXTM3U
    #EXT-X-VERSION:7
    #EXT-X-INDEPENDENT-SEGMENTS
    #EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS="%s"
    %s/index.m3u8
    """
        .formatted(sound.peak(), sound.average(), sound.codec(), sound.folder());
  }

  private static List<Integer> order(int count) {
    var order = new ArrayList<Integer>();
    int first = (count - 1) / 2;
    order.add(first);
    for (int number = 0; number < count; number++) {
      if (number != first) {
        order.add(number);
      }
    }
    return order;
  }

  private static int preferred(List<AudioTrack> tracks) {
    for (int number = 0; number < tracks.size(); number++) {
      if (tracks.get(number).preferred()) {
        return number;
      }
    }
    return 0;
  }

  private static String sound(
      List<AudioTrack> tracks, int number, boolean preferred, Stream stream) {
    var track = tracks.get(number);
    String language = track.language().isEmpty() ? "" : ",LANGUAGE=\"" + track.language() + "\"";
    return "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"%s\",NAME=\"%s\"%s,DEFAULT=%s,AUTOSELECT=YES,CHANNELS=\"%d\",URI=\"%s/index.m3u8\""
        .formatted(
            GROUP,
            name(tracks, number),
            language,
            preferred ? "YES" : "NO",
            FilmPlan.channels(track),
            stream.folder());
  }

  /// Unique within the group, as the standard demands, and without what would end the quotes.
  private static String name(List<AudioTrack> tracks, int number) {
    String name = plainName(tracks.get(number), number);
    long same =
        tracks.subList(0, number).stream()
            .map(track -> plainName(track, tracks.indexOf(track)))
            .filter(name::equals)
            .count();
    return same == 0 ? name : name + " " + (number + 1);
  }

  private static String plainName(AudioTrack track, int number) {
    String title = track.title().replaceAll("[\"\\p{Cntrl}]", " ").strip();
    if (!title.isEmpty()) {
      return title.substring(0, Math.min(title.length(), 100));
    }
    String language = Language.nameOf(track.language());
    return language.isEmpty() ? String.format(Locale.ROOT, "Track %d", number + 1) : language;
  }
}
