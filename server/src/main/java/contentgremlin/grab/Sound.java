package contentgremlin.grab;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import contentgremlin.job.Tool;
import contentgremlin.transcode.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/// How a song sounds, as far as ffmpeg measures it: how loud as a whole (EBU R128), how much that
/// varies, its highest peak, and how long it is silent at both ends. It has to decode all of it.
/// Stateless, thread-safe.
public final class Sound implements Grabber {
  static final String LOUDNESS = "loudness.txt";
  static final String SILENCES = "silences.txt";

  /// What the measure says of silence.
  private static final double SILENT = -70;

  private static final String QUIET = "-60dB";
  private static final double SILENCE_SECONDS = 0.5;

  /// What was measured so far is written each minute, and all the time near the end.
  private static final int FRAMES_BETWEEN = 600;

  private static final double END_SECONDS = 3;
  private static final Pattern VALUE =
      Pattern.compile("lavfi\\.(?:r128\\.)?([a-z_A-Z0-9]+)=(-?[0-9.]+|-?inf|nan)");

  private static final Profile PROFILE =
      new Profile(
          "sound",
          1,
          "Sound",
          "Measures how loud songs are, their peaks, and the silence at their ends.",
          Set.of(MediaType.AUDIO),
          Wave.LOCAL,
          Profile.PRIORITY_SIDECAR,
          null,
          Set.of(Groups.MUSICAL),
          List.of());

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public boolean looksBeside() {
    return false;
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return !subject.item().facts().duration().isZero() && !subject.item().dropOriginal();
  }

  @Override
  public List<Tool> tools(Subject subject) {
    String file = subject.file();
    if (file == null) {
      return List.of();
    }
    double end = Math.max(0, Told.seconds(subject) - END_SECONDS);
    String graph =
        String.format(
            Locale.ROOT,
            "silencedetect=noise=%s:d=%s,"
                + "ametadata=mode=print:key=lavfi.silence_start:file=start-%s,"
                + "ametadata=mode=print:key=lavfi.silence_end:file=%s,"
                + "ebur128=metadata=1:peak=true:framelog=quiet,"
                + "aselect='gte(t,%.3f)+not(mod(n,%d))',ametadata=mode=print:file=%s",
            QUIET,
            SILENCE_SECONDS,
            SILENCES,
            SILENCES,
            end,
            FRAMES_BETWEEN,
            LOUDNESS);
    var arguments = new ArrayList<>(List.of("-v", "error", "-y"));
    arguments.addAll(Probe.input(file));
    arguments.addAll(List.of("-map", "0:a:0", "-af", graph, "-f", "null", "-"));
    return List.of(Tool.of(Tool.Program.FFMPEG, arguments));
  }

  @Override
  public Grabbed grab(Subject subject, Sources sources) {
    var printed = sources.output(LOUDNESS);
    if (printed.isEmpty()) {
      return new Grabbed.Failed("its file can't be had now", Duration.ZERO);
    }
    var says = new Says();
    var loudness = last(printed.get(), "I");
    if (loudness.isPresent() && loudness.getAsDouble() > SILENT) {
      say("loudness", loudness, says);
      say("loudness_range", last(printed.get(), "LRA"), says);
      say("true_peak", decibels(last(printed.get(), "true_peak")), says);
    }
    silences(
        sources.output("start-" + SILENCES).orElse(""),
        sources.output(SILENCES).orElse(""),
        Told.seconds(subject),
        says);
    return says.found();
  }

  private static void say(String key, OptionalDouble value, Says says) {
    value.ifPresent(
        number -> says.add(Groups.MUSICAL, key, String.format(Locale.ROOT, "%.1f", number)));
  }

  /// It is told as a share of the highest possible.
  private static OptionalDouble decibels(OptionalDouble share) {
    return share.isPresent() && share.getAsDouble() > 0
        ? OptionalDouble.of(20 * Math.log10(share.getAsDouble()))
        : OptionalDouble.empty();
  }

  private static OptionalDouble last(String printed, String key) {
    var all = all(printed, key);
    return all.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(all.getLast());
  }

  private static List<Double> all(String printed, String key) {
    var values = new ArrayList<Double>();
    var found = VALUE.matcher(printed);
    while (found.find()) {
      if (found.group(1).equals(key) && found.group(2).matches("-?[0-9]+(\\.[0-9]+)?")) {
        values.add(Double.parseDouble(found.group(2)));
      }
    }
    return values;
  }

  /// The first one if it begins at the beginning; the last if it has no end before the end.
  private static void silences(String began, String ended, double seconds, Says says) {
    var starts = all(began, "silence_start");
    var ends = all(ended, "silence_end");
    if (starts.isEmpty()) {
      return;
    }
    if (starts.getFirst() < 0.05 && !ends.isEmpty()) {
      say("silence_at_start", OptionalDouble.of(ends.getFirst()), says);
    }
    boolean isOpen = starts.size() > ends.size();
    boolean reachesEnd = isOpen || ends.getLast() > seconds - 0.1;
    if (reachesEnd && starts.getLast() > 0.05) {
      say("silence_at_end", OptionalDouble.of(seconds - starts.getLast()), says);
    }
  }
}
