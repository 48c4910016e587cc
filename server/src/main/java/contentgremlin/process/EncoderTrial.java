package contentgremlin.process;

import contentgremlin.job.Tool;
import contentgremlin.machine.Ability;
import contentgremlin.machine.Surveyor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// Finds out what ffmpeg can encode with here, by encoding a picture with it: that an encoder is
/// built in says nothing about whether its device, its driver or its library is there.
final class EncoderTrial {
  /// Even a slow machine encodes a small picture in a second, but on a busy one it comes last.
  private static final Duration TRIAL_MAX = Duration.ofSeconds(60);

  private static final int ROUNDS = 2;

  private static final int OUTPUT_MAX = 64 * 1024;

  private static final Path GRAPHICS = Path.of("/dev/dri");

  /// Hardware takes no smaller pictures.
  private static final String PICTURE = "testsrc2=size=320x240:rate=25";

  private static final String SOUND = "sine=frequency=440:sample_rate=48000:duration=0.1";

  private static final List<String> SOFTWARE =
      List.of("libx264", "libx265", "libsvtav1", "libvpx-vp9");

  private static final List<String> FOR_SOUND = List.of("aac", "libopus");

  private static final List<String> NVENC = List.of("h264_nvenc", "hevc_nvenc", "av1_nvenc");

  /// Those that want a device to be opened and pictures to be brought there.
  private static final List<String> ON_A_DEVICE =
      List.of("h264_vaapi", "hevc_vaapi", "av1_vaapi", "h264_qsv", "hevc_qsv", "av1_qsv");

  private final Programs.Installed ffmpeg;

  EncoderTrial(Programs programs) {
    this.ffmpeg = programs.of(Tool.Program.FFMPEG);
  }

  /// What is to be tried.
  private interface Trial {
    /// @throws Trouble if that did not come to anything
    Ability run() throws IOException, InterruptedException, Trouble;
  }

  /// It could not be tried, which says nothing about the encoder: software that is ended by
  /// somebody, or takes for ever, is on a machine in trouble. Drivers of hardware do such things by
  /// themselves.
  private static final class Trouble extends Exception {
    private static final long serialVersionUID = 1;

    Trouble(String encoder, String complaint) {
      super("%s could not be tried: %s".formatted(encoder, complaint));
    }
  }

  /// What could not be tried is tried once more after all others, when the machine may be over it.
  Surveyor.Trials all() throws IOException, InterruptedException {
    var trials = trials();
    var found = new HashMap<String, Ability>();
    var troubles = new LinkedHashMap<String, String>();
    for (int round = 0; round < ROUNDS; round++) {
      for (var trial : trials.entrySet()) {
        if (!found.containsKey(trial.getKey())) {
          attempt(trial.getKey(), trial.getValue(), found, troubles);
        }
      }
    }
    return new Surveyor.Trials(
        trials.keySet().stream().filter(found::containsKey).map(found::get).toList(),
        List.copyOf(troubles.values()));
  }

  private static void attempt(
      String encoder, Trial trial, Map<String, Ability> found, Map<String, String> troubles)
      throws IOException, InterruptedException {
    try {
      found.put(encoder, trial.run());
      troubles.remove(encoder);
    } catch (Trouble e) {
      troubles.put(encoder, String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Trial> trials() {
    var trials = new LinkedHashMap<String, Trial>();
    for (var encoder : SOFTWARE) {
      trials.put(encoder, () -> tried(encoder, List.of(), List.of("-pix_fmt", "yuv420p")));
    }
    for (var encoder : FOR_SOUND) {
      trials.put(encoder, () -> judged(encoder, arguments(List.of(), SOUND, encoder, List.of())));
    }
    for (var encoder : NVENC) {
      trials.put(encoder, () -> tried(encoder, List.of(), List.of("-pix_fmt", "yuv420p")));
    }
    for (var encoder : ON_A_DEVICE) {
      trials.put(encoder, () -> onDevice(encoder));
    }
    return trials;
  }

  private Ability onDevice(String encoder) throws IOException, InterruptedException, Trouble {
    var type = encoder.substring(encoder.indexOf('_') + 1);
    var ability =
        tried(
            encoder,
            List.of("-init_hw_device", type + "=device", "-filter_hw_device", "device"),
            List.of("-vf", "format=nv12,hwupload=extra_hw_frames=4"));
    boolean lacksDevice = !ability.works() && !Files.exists(GRAPHICS);
    return lacksDevice
        ? new Ability(
            ability.kind(),
            encoder,
            false,
            "there is no %s here: %s".formatted(GRAPHICS, ability.detail()))
        : ability;
  }

  private Ability tried(String encoder, List<String> before, List<String> after)
      throws IOException, InterruptedException, Trouble {
    var all = new ArrayList<>(after);
    all.addAll(List.of("-frames:v", "1"));
    return judged(encoder, arguments(before, PICTURE, encoder, all));
  }

  /// The output names each packet and its size; nothing is written anywhere.
  private static List<String> arguments(
      List<String> before, String source, String encoder, List<String> after) {
    var arguments = new ArrayList<>(List.of("-hide_banner", "-nostdin", "-v", "error"));
    arguments.addAll(before);
    arguments.addAll(List.of("-f", "lavfi", "-i", source));
    arguments.addAll(after);
    arguments.addAll(List.of("-c", encoder, "-f", "framecrc", "-"));
    return arguments;
  }

  private Ability judged(String encoder, List<String> arguments)
      throws IOException, InterruptedException, Trouble {
    var run = run(arguments);
    if (run.wasEnded() && !encoder.contains("_")) {
      throw new Trouble(encoder, run.complaint());
    }
    long bytes = run.output().lines().mapToLong(EncoderTrial::packetBytes).sum();
    boolean works = run.status() == 0 && bytes > 0;
    return new Ability(
        Ability.Kind.ENCODER,
        encoder,
        works,
        works ? "encoded %d bytes".formatted(bytes) : run.complaint());
  }

  /// "0, 0, 0, 1, 4447, 0x6a0b3c1d"
  private static long packetBytes(String line) {
    var fields = line.split(",\\s*", -1);
    return line.startsWith("#") || fields.length < 6 || !fields[4].matches("\\d{1,12}")
        ? 0
        : Long.parseLong(fields[4]);
  }

  private record Run(int status, String output, String errors) {
    private static final int BY_SIGNAL = 128;

    boolean wasEnded() {
      return status < 0 || status > BY_SIGNAL;
    }

    /// The first thing that went wrong; what follows is mostly its consequences. Addresses in
    /// memory differ each time.
    String complaint() {
      return errors
          .lines()
          .map(line -> line.replaceAll(" @ 0x[0-9a-f]+", "").strip())
          .filter(line -> !line.isEmpty() && !line.matches("(x265|Svt)\\b?.*\\[(info|warn).*"))
          .findFirst()
          .orElse("ffmpeg ended with %d and said nothing".formatted(status));
    }
  }

  private Run run(List<String> arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("nice", "-n", "19"));
    command.addAll(ffmpeg.command());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile());
    builder.environment().putAll(ffmpeg.environment());
    var process = builder.start();
    try {
      var output = reading(process.getInputStream());
      var errors = reading(process.getErrorStream());
      if (!process.waitFor(TRIAL_MAX.toSeconds(), TimeUnit.SECONDS)) {
        return new Run(-1, "", "it did not end within %d s".formatted(TRIAL_MAX.toSeconds()));
      }
      return new Run(process.exitValue(), output.get(), errors.get());
    } catch (ExecutionException e) {
      throw new IOException("its output could not be read", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /// Both outputs are read while it runs, so that it never waits for us.
  private static Future<String> reading(InputStream stream) {
    var task =
        new FutureTask<>(() -> {
          try (stream) {
            var text = new String(stream.readNBytes(OUTPUT_MAX), StandardCharsets.UTF_8);
            stream.transferTo(OutputStream.nullOutputStream());
            return text;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    Thread.ofVirtual().name("encoder trial").start(task);
    return task;
  }
}
