package contentgremlin.engine.media;

import contentgremlin.job.Ending;
import contentgremlin.transcode.PictureFormat;
import contentgremlin.transcode.PicturePlan;
import contentgremlin.transcode.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the handlers that use the picture helper have in common.
final class Pictures {
  /// Exit codes from here up mean that a signal ended the tool.
  static final int SIGNALLED = 128;

  private Pictures() {}

  static Ending explain(int code, String log) {
    if (code == PicturePlan.EXIT_BAD_PICTURE) {
      return new Ending.Hopeless(Logs.last(log));
    }
    if (code >= SIGNALLED) {
      return new Ending.Failed("decoding the picture took too much time or memory, or crashed");
    }
    return new Ending.Failed("the picture tool ended with code " + code + ": " + Logs.last(log));
  }

  /// What is wrong with one picture in its formats, or the empty string.
  static String complaint(Path folder, String stem, boolean avif) throws IOException {
    var formats = new ArrayList<>(List.of(PictureFormat.WEBP, PictureFormat.JPEG));
    if (avif) {
      formats.add(PictureFormat.AVIF);
    }
    for (var format : formats) {
      String name = stem + (format == PictureFormat.JPEG ? ".jpg" : "." + format.word());
      var file = folder.resolve(name);
      if (!Files.isRegularFile(file)
          || !Originals.sniff(file).equals(new Signature.Picture(format))) {
        return name + " is missing or broken";
      }
    }
    return "";
  }

  static String posterComplaint(Path folder) throws IOException {
    return complaint(folder, "poster", true) + complaint(folder, "thumbnail", true);
  }
}
