package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A picture that is stored in tiles, as telephones do; ffmpeg decodes each, and they are laid side
/// by side here.
public record TileGrid(List<Tile> tiles, int x, int y, int width, int height) {
  public record Tile(int stream, int x, int y) {}

  /// More tiles than any camera makes.
  private static final int TILES_MAX = 400;

  private static final String GROUP = "stream_groups.stream_group.0.";
  private static final String COMPONENT = GROUP + "components.component.0.";

  public TileGrid {
    tiles = List.copyOf(tiles);
  }

  /// Arguments of ffprobe for a report that [#read] understands.
  public static List<String> arguments(String path) {
    return List.of(
        "-v",
        "error",
        "-of",
        "flat",
        "-show_stream_groups",
        "-show_streams",
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        "mov",
        "-i",
        "file:" + path);
  }

  /// Empty for a picture in one piece.
  public static Optional<TileGrid> read(Report report) {
    var tiles = new ArrayList<Tile>();
    while (tiles.size() < TILES_MAX) {
      String tile = COMPONENT + "subcomponents.subcomponent." + tiles.size() + ".";
      if (report.text(tile + "stream_index").isEmpty()) {
        break;
      }
      tiles.add(
          new Tile(
              (int) report.number(tile + "stream_index", 0),
              (int) report.number(tile + "tile_horizontal_offset", 0),
              (int) report.number(tile + "tile_vertical_offset", 0)));
    }
    if (tiles.size() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        new TileGrid(
            tiles,
            (int) report.number(COMPONENT + "horizontal_offset", 0),
            (int) report.number(COMPONENT + "vertical_offset", 0),
            (int) report.number(COMPONENT + "width", 0),
            (int) report.number(COMPONENT + "height", 0)));
  }

  /// The part of a report that [#read] needs.
  public static String toInput(Report report) {
    return report.only(name -> name.startsWith(COMPONENT)).toText();
  }

  long pixels() {
    return (long) width * height;
  }

  String filter() {
    String inputs =
        tiles.stream().map(tile -> "[0:" + tile.stream() + "]").collect(Collectors.joining());
    String layout =
        tiles.stream().map(tile -> tile.x() + "_" + tile.y()).collect(Collectors.joining("|"));
    return "%sxstack=inputs=%d:layout=%s,crop=%d:%d:%d:%d:exact=1[whole]"
        .formatted(inputs, tiles.size(), layout, width, height, x, y);
  }
}
