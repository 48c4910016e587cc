package contentgremlin.vault;

import contentgremlin.item.ItemId;
import contentgremlin.item.Rendition;
import contentgremlin.job.JobId;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a file below `content/` is by its name. Only what has the names that we give can be ours;
/// all the rest is somebody else's, and left alone.
public sealed interface ContentPlace {
  /// What is kept or removed as a whole, relative to `content/`: the file, or the folder that came
  /// by one rename.
  String unit();

  record Original(Digest digest, String unit) implements ContentPlace {}

  /// In a rendition's folder.
  record Made(ItemId item, Rendition.Kind kind, JobId job, String unit) implements ContentPlace {}

  record Incoming(UploadId upload, String unit) implements ContentPlace {}

  /// On its way from somewhere else.
  ///
  /// @param picture see [contentgremlin.enrich.PictureStore.Picture#id]
  record Fetched(long picture, String unit) implements ContentPlace {}

  /// Nobody here gives such a name.
  record Strange(String unit) implements ContentPlace {}

  String REMOVED = "job/removed";

  Pattern ORIGINAL = Pattern.compile("original/(..)/(..)/(\\1\\2[0-9a-f]{60})\\.[0-9a-z]{1,8}");
  Pattern INCOMING = Pattern.compile("(incoming/([0-9a-z]{26}))/data");
  Pattern FETCHED = Pattern.compile("(incoming/picture-(\\d{1,18}))/(data|state)");
  String KINDS =
      Arrays.stream(Rendition.Kind.values())
          .map(Rendition.Kind::word)
          .collect(Collectors.joining("|"));
  Pattern MADE = Pattern.compile("(rendition/([0-9a-z]{1,64})/(" + KINDS + ")-(\\d{1,18}))/(.+)");

  /// What the names of files that we make end in.
  Set<String> ENDINGS =
      Set.of(
          "m3u8", "m4s", "mp4", "m4a", "opus", "ogg", "webm", "mp3", "jpg", "png", "webp", "avif",
          "vtt", "json", "dat");

  /// @param path of a file, relative to `content/`
  static ContentPlace of(String path) {
    var original = ORIGINAL.matcher(path);
    if (original.matches()) {
      return new Original(new Digest(original.group(3)), path);
    }
    var incoming = INCOMING.matcher(path);
    if (incoming.matches()) {
      return new Incoming(new UploadId(incoming.group(2)), incoming.group(1));
    }
    var fetched = FETCHED.matcher(path);
    if (fetched.matches()) {
      return new Fetched(Long.parseLong(fetched.group(2)), fetched.group(1));
    }
    var made = MADE.matcher(path);
    return made.matches() && ENDINGS.contains(ending(path)) ? made(made) : new Strange(path);
  }

  private static Made made(Matcher path) {
    return new Made(
        new ItemId(path.group(2)),
        Rendition.Kind.of(path.group(3)),
        new JobId(Long.parseLong(path.group(4))),
        path.group(1));
  }

  private static String ending(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
