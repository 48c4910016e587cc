package contentgremlin.transcode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Judges what an encoder left: its exit code alone is worth nothing.
public final class OutputCheck {
  /// What came of it.
  public sealed interface Verdict {
    /// @param seconds it lasts
    record Good(double seconds) implements Verdict {}

    /// The output is not what was ordered; another attempt may be better.
    record Broken(String what) implements Verdict {}

    /// All is well with the output, but the source holds less than it claims.
    record Incomplete(String sentence) implements Verdict {}
  }

  /// How much shorter than claimed a medium may be, as a share of it and within these bounds.
  private static final double TOLERANCE = 0.02;

  private static final double TOLERANCE_MIN_SECONDS = 0.5;
  private static final double TOLERANCE_MAX_SECONDS = 10;

  /// Streams of one film may end this far apart from what was decoded of them at their end.
  private static final double END_SECONDS = 1.5;

  private OutputCheck() {}

  public static Verdict film(
      FilmPlan plan,
      List<StreamFiles> pictures,
      List<StreamFiles> sounds,
      FrameList first,
      FrameList last) {
    var complaint =
        complaint(pictures, sounds)
            .or(() -> sizes(plan, first))
            .or(() -> agreement(pictures))
            .or(() -> decoded(pictures, sounds, first, last));
    if (complaint.isPresent()) {
      return new Verdict.Broken(complaint.get());
    }
    double shown = seconds(pictures);
    double whole = Math.max(shown, seconds(sounds));
    double claimed =
        plan.film().seconds() > 0 ? Math.min(plan.film().seconds(), plan.source().seconds()) : -1;
    return incomplete(plan.source(), claimed, shown)
        .or(() -> incomplete(plan.source(), plan.source().seconds(), whole))
        .orElse(new Verdict.Good(whole));
  }

  public static Verdict song(Probe source, StreamFiles sound, FrameList first, FrameList last) {
    var complaint =
        complaint(List.of(), List.of(sound))
            .or(() -> decoded(List.of(), List.of(sound), first, last));
    if (complaint.isPresent()) {
      return new Verdict.Broken(complaint.get());
    }
    double seconds = sound.playlist().seconds();
    return incomplete(source, source.seconds(), seconds).orElse(new Verdict.Good(seconds));
  }

  private static Optional<String> complaint(List<StreamFiles> pictures, List<StreamFiles> sounds) {
    for (var streams : List.of(pictures, sounds)) {
      for (var stream : streams) {
        if (!stream.complaint().isEmpty()) {
          return Optional.of(stream.complaint());
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> sizes(FilmPlan plan, FrameList first) {
    for (int number = 0; number < plan.rungs().size(); number++) {
      var rung = plan.rungs().get(number);
      var stream = first.stream(number);
      if (stream.width() != rung.width() || stream.height() != rung.height()) {
        return Optional.of(
            "rung %d is %d×%d, not %d×%d"
                .formatted(
                    rung.name(), stream.width(), stream.height(), rung.width(), rung.height()));
      }
    }
    return Optional.empty();
  }

  /// All rungs are cut at the same places, or a player can't change between them.
  private static Optional<String> agreement(List<StreamFiles> pictures) {
    var model = pictures.getFirst().playlist().segments();
    for (var picture : pictures) {
      var segments = picture.playlist().segments();
      boolean same = segments.size() == model.size();
      for (int number = 0; same && number < segments.size(); number++) {
        same = Math.abs(segments.get(number).seconds() - model.get(number).seconds()) < 0.01;
      }
      if (!same) {
        return Optional.of(
            picture.folder() + " is not cut where " + pictures.getFirst().folder() + " is");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> decoded(
      List<StreamFiles> pictures, List<StreamFiles> sounds, FrameList first, FrameList last) {
    int number = 0;
    for (var streams : List.of(pictures, sounds)) {
      for (var stream : streams) {
        if (first.stream(number).frames() == 0) {
          return Optional.of(stream.folder() + ": nothing can be decoded at its beginning");
        }
        double end = last.stream(number).to();
        if (last.stream(number).frames() == 0 || end < stream.playlist().seconds() - END_SECONDS) {
          return Optional.of(stream.folder() + ": nothing can be decoded at its end");
        }
        number++;
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict> incomplete(Probe source, double claimed, double found) {
    if (!source.isDurationExact() || claimed <= 0 || found >= claimed - tolerance(claimed)) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict.Incomplete(
            String.format(
                Locale.ROOT,
                "The file says that it lasts %.1f s, but only %.1f s of it can be decoded: it is"
                    + " damaged or was not copied completely. Upload it again.",
                claimed,
                found)));
  }

  private static double tolerance(double seconds) {
    return Math.clamp(seconds * TOLERANCE, TOLERANCE_MIN_SECONDS, TOLERANCE_MAX_SECONDS);
  }

  private static double seconds(List<StreamFiles> streams) {
    return streams.stream().mapToDouble(stream -> stream.playlist().seconds()).max().orElse(0);
  }
}
