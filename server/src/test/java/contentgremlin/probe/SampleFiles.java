package contentgremlin.probe;

import contentgremlin.library.ProbeOrder;
import java.io.IOException;
import java.nio.file.Path;

/// What tests of other rooms want of [Samples].
public final class SampleFiles {
  private SampleFiles() {}

  public static Path song(Path folder) throws IOException {
    return Samples.song(folder, "song.mp3", "-b:a 64k");
  }

  public static Path coveredSong(Path folder) throws IOException {
    var cover = Samples.picture(folder, "cover.png", 300, 200);
    return Samples.covered(song(folder), cover, "covered.mp3");
  }

  public static ProbeOrder order(long number, Path file) throws IOException {
    return Samples.order(number, file);
  }
}
