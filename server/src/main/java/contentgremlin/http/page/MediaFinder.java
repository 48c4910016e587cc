package contentgremlin.http.page;

import contentgremlin.item.Item;
import contentgremlin.item.MediaType;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.vault.StoredFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds, among an item's renditions, what its page plays.
final class MediaFinder {
  private static final Pattern SCALED = Pattern.compile("(\\d{1,6})\\.(avif|webp|jpg|png)");
  private static final Pattern CAPTIONS = Pattern.compile("(\\d{1,3})-([A-Za-z0-9-]{1,35})\\.vtt");

  private final Item item;
  private final boolean isOriginalLost;
  private final Map<Rendition.Kind, Rendition> renditions = new EnumMap<>(Rendition.Kind.class);

  private final boolean hasPicture;
  private final List<Media.Track> beside;

  /// @param isOriginalLost it was there, and is known to be damaged
  MediaFinder(Item item, List<Rendition> all, boolean isOriginalLost) {
    this(item, all, isOriginalLost, false, List.of());
  }

  /// @param hasPicture there is one in its library
  /// @param beside subtitles that lie beside it there
  MediaFinder(
      Item item,
      List<Rendition> all,
      boolean isOriginalLost,
      boolean hasPicture,
      List<Media.Track> beside) {
    this.item = item;
    this.beside = beside;
    this.hasPicture = hasPicture;
    this.isOriginalLost = isOriginalLost;
    all.forEach(rendition -> renditions.put(rendition.kind(), rendition));
  }

  Media media() {
    if (!item.isPublished()) {
      return new Media.Nothing();
    }
    return switch (item.type()) {
      case VIDEO -> video();
      case AUDIO -> audio();
      case IMAGE -> picture();
      case DOCUMENT -> new Media.Document(poster());
    };
  }

  /// Where the original can be had, or null if its owner keeps only the renditions.
  @Nullable String original() {
    return switch (item.state()) {
      case Item.State.Missing _, Item.State.Offline _ -> null;
      case Item.State.Processing _,
          Item.State.Published _,
          Item.State.Failed _,
          Item.State.Trashed _ ->
          isDropped() || isOriginalLost ? null : at("original");
    };
  }

  private boolean isDropped() {
    return item.dropOriginal() && item.source() instanceof Source.Owned owned && owned.isKept();
  }

  @Nullable String poster() {
    boolean isScaled =
        item.type() == MediaType.IMAGE && renditions.containsKey(Rendition.Kind.IMAGE);
    return isScaled || hasPicture || renditions.containsKey(Rendition.Kind.POSTER)
        ? at("poster")
        : null;
  }

  private Media video() {
    var hls = renditions.containsKey(Rendition.Kind.HLS) ? at("hls/master.m3u8") : null;
    var original = original();
    var format = item.facts().format();
    var sources =
        original == null || format == null || !mayPlay()
            ? List.<Media.Source>of()
            : List.of(new Media.Source(original, format));
    if (hls == null && sources.isEmpty() && isMirrored()) {
      return new Media.Nothing();
    }
    return new Media.Video(
        hls,
        sources,
        poster(),
        tracks(),
        file(Rendition.Kind.SPRITES, "sprites.vtt"),
        item.facts().width(),
        item.facts().height());
  }

  private List<Media.Track> tracks() {
    var tracks = new ArrayList<>(beside);
    var captions = renditions.get(Rendition.Kind.CAPTIONS);
    if (captions == null) {
      return List.copyOf(tracks);
    }
    for (var name : names(captions)) {
      var matcher = CAPTIONS.matcher(name);
      if (matcher.matches()) {
        var number = matcher.group(1);
        var language = captions.details().getOrDefault(number + ".language", matcher.group(2));
        var label = captions.details().getOrDefault(number + ".label", language);
        tracks.add(new Media.Track(address(captions, name), language, label));
      }
    }
    return List.copyOf(tracks);
  }

  private Media audio() {
    var sources = new ArrayList<Media.Source>();
    addSource(sources, "audio.opus", "audio/ogg; codecs=opus");
    addSource(sources, "audio.m4a", "audio/mp4");
    var original = original();
    if (sources.isEmpty() && original != null && item.facts().format() != null && mayPlay()) {
      sources.add(new Media.Source(original, item.facts().format()));
    }
    if (sources.isEmpty() && isMirrored()) {
      return new Media.Nothing();
    }
    var duration = item.facts().duration();
    return new Media.Audio(
        List.copyOf(sources),
        file(Rendition.Kind.WAVEFORM, "peaks.json"),
        poster(),
        duration.toMillis() / 1000.0,
        Texts.clock(duration));
  }

  private void addSource(List<Media.Source> sources, String name, String type) {
    var address = file(Rendition.Kind.AUDIO, name);
    if (address != null) {
      sources.add(new Media.Source(address, type));
    }
  }

  private Media picture() {
    var image = renditions.get(Rendition.Kind.IMAGE);
    var scaled = image == null ? List.<Scaled>of() : scaled(image);
    if (image == null || scaled.isEmpty()) {
      return isMirrored() && hasPicture ? unscaled() : new Media.Nothing();
    }
    var sets = new ArrayList<Media.SourceSet>();
    for (var format : List.of("avif", "webp", "jpg", "png")) {
      var ofFormat = scaled.stream().filter(it -> it.format.equals(format)).toList();
      if (!ofFormat.isEmpty()) {
        sets.add(new Media.SourceSet(mediaType(format), addresses(image, ofFormat)));
      }
    }
    var fallback =
        scaled.stream()
            .filter(it -> it.format.equals("jpg") || it.format.equals("png"))
            .reduce((_, last) -> last)
            .orElse(scaled.getLast());
    var animated = file(Rendition.Kind.IMAGE, "animated.webp");
    var widest = scaled.getLast().width;
    var fallbackAddress = address(image, fallback.name());
    return new Media.Picture(
        animated == null ? fallbackAddress : animated,
        animated == null ? List.copyOf(sets) : List.of(),
        animated == null ? fallbackAddress : animated,
        widest,
        height(widest));
  }

  /// As the library has it, until somebody has looked at it.
  private Media unscaled() {
    var original = original();
    return new Media.Picture(
        at("poster"),
        List.of(),
        original == null ? at("poster") : original,
        item.facts().width(),
        item.facts().height());
  }

  private boolean isMirrored() {
    return item.source() instanceof Source.Mirrored;
  }

  /// Of files in libraries it is known whether browsers can play them.
  private boolean mayPlay() {
    return !isMirrored() || item.facts().isPlayable();
  }

  private int height(int width) {
    var facts = item.facts();
    return facts.width() == 0
        ? width
        : (int) Math.max(1, Math.round((double) width * facts.height() / facts.width()));
  }

  private record Scaled(int width, String format) {
    String name() {
      return width + "." + format;
    }
  }

  /// Narrowest first.
  private static List<Scaled> scaled(Rendition image) {
    return names(image).stream()
        .map(SCALED::matcher)
        .filter(matcher -> matcher.matches())
        .map(matcher -> new Scaled(Integer.parseInt(matcher.group(1)), matcher.group(2)))
        .sorted(Comparator.comparingInt(Scaled::width))
        .toList();
  }

  private String addresses(Rendition image, List<Scaled> all) {
    var set = new StringBuilder();
    for (var one : all) {
      set.append(set.isEmpty() ? "" : ", ").append(address(image, one.name())).append(' ');
      set.append(one.width()).append('w');
    }
    return set.toString();
  }

  private static String mediaType(String format) {
    return format.equals("jpg") ? "image/jpeg" : "image/" + format;
  }

  private @Nullable String file(Rendition.Kind kind, String name) {
    var rendition = renditions.get(kind);
    return rendition != null && names(rendition).contains(name) ? address(rendition, name) : null;
  }

  private static List<String> names(Rendition rendition) {
    int prefix = rendition.folder().length() + 1;
    return rendition.files().stream()
        .map(StoredFile::path)
        .filter(path -> path.startsWith(rendition.folder() + "/"))
        .map(path -> path.substring(prefix))
        .sorted()
        .toList();
  }

  private String address(Rendition rendition, String name) {
    return at("r/" + rendition.kind().word() + "-" + rendition.job().value() + "/" + name);
  }

  private String at(String rest) {
    return "/media/" + item.id().value() + "/" + rest;
  }
}
