package contentgremlin.probe;

import contentgremlin.library.ProbeOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  /// One of each kind of file that is known here.
  public static List<Path> everyKind(Path folder) throws IOException {
    var files = new ArrayList<Path>();
    for (var name : Samples.SONGS.keySet()) {
      files.add(Samples.song(folder, name));
    }
    for (var name : Samples.FILMS.keySet()) {
      files.add(Samples.film(folder, name));
    }
    for (var name : List.of("a.jpg", "a.png", "a.gif", "a.bmp", "a.tiff", "a.webp")) {
      files.add(Samples.picture(folder, name, 120, 80));
    }
    var cover = Samples.picture(folder, "cover.jpg", 300, 300);
    for (var name : List.of("constant.mp3", "song.flac", "song.m4a")) {
      files.add(Samples.covered(folder.resolve(name), cover, "covered " + name));
    }
    return files;
  }

  public static ProbeOrder order(long number, Path file) throws IOException {
    return Samples.order(number, file);
  }
}
