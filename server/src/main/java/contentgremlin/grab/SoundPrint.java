package contentgremlin.grab;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.Wave;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.job.Tool;
import contentgremlin.transcode.EmbeddedMetadata;
import contentgremlin.transcode.Probe;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes the fingerprints of songs that nothing says of which recording they are, for AcoustID to
/// be asked. ffmpeg decodes their first two minutes. Stateless, thread-safe.
public final class SoundPrint implements Grabber {
  static final String SAMPLES = "samples.pcm";

  /// What is shorter than this sounds like too much else.
  private static final double SECONDS_MIN = 7;

  private static final Set<String> ENOUGH =
      Set.of("musicbrainz_track", "acoustid", AcoustId.FINGERPRINT);

  private static final Profile PROFILE =
      new Profile(
          "fingerprint",
          1,
          "Fingerprints",
          "Takes the fingerprints of songs, for AcoustID to be asked.",
          Set.of(MediaType.AUDIO),
          Wave.LOCAL,
          Profile.PRIORITY_CROWD,
          null,
          Set.of(Groups.IDENTIFIER),
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
  public Optional<Provider> onlyFor() {
    return Optional.of(Providers.ACOUSTID);
  }

  @Override
  public boolean appliesTo(Subject subject) {
    return Told.seconds(subject) >= SECONDS_MIN
        && !subject.item().dropOriginal()
        && subject.known().stream().noneMatch(SoundPrint::isEnough);
  }

  /// Only its own tags count: what was found by the fingerprint must not make it superfluous.
  private static boolean isEnough(Metadata said) {
    return said.provider().equals(EmbeddedMetadata.PROVIDER)
        && said.group().equals(Groups.IDENTIFIER)
        && ENOUGH.contains(said.key());
  }

  @Override
  public List<Tool> tools(Subject subject) {
    String file = subject.file();
    if (file == null) {
      return List.of();
    }
    var arguments = new ArrayList<>(List.of("-v", "error", "-y"));
    arguments.addAll(Probe.input(file));
    arguments.addAll(List.of("-map", "0:a:0", "-t", Integer.toString(Fingerprint.SECONDS)));
    arguments.addAll(List.of("-ac", "1", "-ar", Integer.toString(ChromaRows.SAMPLES_PER_SECOND)));
    arguments.addAll(List.of("-f", "s16le", SAMPLES));
    return List.of(Tool.of(Tool.Program.FFMPEG, arguments));
  }

  @Override
  public Grabbed grab(Subject subject, Sources sources) {
    var bytes = sources.outputBytes(SAMPLES);
    if (bytes.isEmpty()) {
      return new Grabbed.Failed("its file can't be had now", Duration.ZERO);
    }
    var samples = new short[bytes.get().length / Short.BYTES];
    ByteBuffer.wrap(bytes.get()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    var print = Fingerprint.of(samples);
    return print.isEmpty()
        ? new Grabbed.Nothing()
        : new Says().add(Groups.IDENTIFIER, AcoustId.FINGERPRINT, print).found();
  }
}
