package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Decodes, with ffmpeg, the beginning and the end of every stream of a film and what lies around
/// its joins, and lists the frames.
///
/// @param kept segments that are older than this run: they have a list of their own
/// @param joins the numbers of segments after which another run goes on; the newest ones are
///   decoded
public record FilmCheck(FilmPlan plan, int kept, List<Integer> joins) {
  public static final String JOINS = "joins.txt";

  /// The list of what earlier runs made, in each rung's folder.
  public static final String KEPT_LIST = "kept.m3u8";

  /// A film that was cut off more often than this is still looked at in all its segments, but not
  /// decoded at each join.
  private static final int JOINS_MAX = 8;

  /// By how much times may differ from the grid's: half a frame would be too much already.
  private static final double TOLERANCE_FRAMES = 0.4;

  public FilmCheck {
    joins = joins.subList(Math.max(0, joins.size() - JOINS_MAX), joins.size()).stream().toList();
  }

  /// Where the list of the two segments around a join is.
  public static String joinList(int join) {
    return "join-%05d.m3u8".formatted(join);
  }

  public List<String> arguments() {
    var inputs = new Inputs();
    var first = new ArrayList<String>();
    var last = new ArrayList<String>();
    for (String folder : plan.folders()) {
      boolean joined = kept > 0 && plan.isRung(folder);
      String begin = folder + "/" + (joined ? KEPT_LIST : FilmEncode.LIST);
      String end = folder + "/" + (joined ? FilmEncode.NEXT_LIST : FilmEncode.LIST);
      first.addAll(List.of("-map", inputs.add(begin, "-t", "1") + ":0"));
      last.addAll(List.of("-map", inputs.add(end, "-sseof", FilmPlan.END_SECONDS) + ":0"));
    }
    var around = new ArrayList<String>();
    for (int join : joins) {
      for (var rung : plan.rungs()) {
        String list = FilmPlan.folder(rung) + "/" + joinList(join);
        around.addAll(List.of("-map", inputs.add(list) + ":0"));
      }
    }
    var arguments = new ArrayList<>(List.of("-v", "error", "-y", "-xerror", "-copyts"));
    arguments.addAll(inputs.arguments);
    arguments.addAll(list(first, FilmPlan.FIRST));
    arguments.addAll(list(last, FilmPlan.LAST));
    if (!around.isEmpty()) {
      arguments.addAll(list(around, JOINS));
    }
    return arguments;
  }

  private static final class Inputs {
    private final List<String> arguments = new ArrayList<>();
    private int count;

    int add(String list, String... options) {
      arguments.addAll(List.of(options));
      arguments.addAll(List.of("-f", "hls", "-i", list));
      return count++;
    }
  }

  private static List<String> list(List<String> maps, String file) {
    var arguments = new ArrayList<>(maps);
    arguments.addAll(List.of("-fps_mode", "passthrough", "-f", "framecrc", file));
    return arguments;
  }

  /// What is wrong around the joins, or the empty string: frames must follow one another there as
  /// everywhere, at the times that the film had without them.
  public String complaint(FrameList around) {
    return IntStream.range(0, joins.size() * plan.rungs().size())
        .mapToObj(number -> complaint(around.stream(number), number))
        .filter(complaint -> !complaint.isEmpty())
        .findFirst()
        .orElse("");
  }

  private String complaint(FrameList.Stream stream, int number) {
    int join = joins.get(number / plan.rungs().size());
    int rung = plan.rungs().get(number % plan.rungs().size()).name();
    double rate = plan.rate().perSecond();
    double from = plan.grid().seconds(join - 1) + plan.pictureDelay();
    boolean inPlace = Math.abs(stream.from() - from) * rate < TOLERANCE_FRAMES;
    double frames = (stream.to() - stream.from()) * rate;
    boolean steady = Math.abs(frames - stream.frames()) < TOLERANCE_FRAMES;
    boolean across = stream.frames() > plan.grid().frames(join);
    return inPlace && steady && across
        ? ""
        : "rung %d does not go on smoothly after segment %d".formatted(rung, join);
  }
}
