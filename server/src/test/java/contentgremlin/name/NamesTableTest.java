package contentgremlin.name;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Names as people really have them, in the table `names.tsv` beside this class.
class NamesTableTest {
  private static final int NAMES_MIN = 300;

  /// Of these the table names only what matters.
  private static final Set<String> OPTIONAL = Set.of("group");

  private final NameCleaner cleaner = new NameCleaner(NameRules.DEFAULT);

  record Row(String path, String kind, Map<String, String> saying) {
    static Row of(String line) {
      var cells = line.split("\t", -1);
      var saying = new LinkedHashMap<String, String>();
      if (cells.length > 2) {
        for (var part : cells[2].split(" \\| ", -1)) {
          var pair = part.split("=", 2);
          saying.put(pair[0], pair[1]);
        }
      }
      return new Row(cells[0], cells[1], saying);
    }

    @Override
    public String toString() {
      return path;
    }
  }

  static List<Row> rows() {
    try (var in = NamesTableTest.class.getResourceAsStream("names.tsv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Row::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_name_says_what_a_person_reads_in_it(Row row) {
    var clean = clean(row.path());

    var said = said(clean);
    OPTIONAL.stream().filter(it -> !row.saying().containsKey(it)).forEach(said::remove);
    assertThat(clean.kind().name().toLowerCase(Locale.ROOT)).as("%s", clean).isEqualTo(row.kind());
    assertThat(said).as("%s", clean).isEqualTo(new TreeMap<>(row.saying()));
  }

  @Test
  void the_table_is_as_long_as_it_should_be() {
    assertThat(rows().stream().map(Row::path).distinct().count()).isGreaterThanOrEqualTo(NAMES_MIN);
  }

  private CleanName clean(String path) {
    var folders = Arrays.asList(path.split("/", -1));
    var name = folders.getLast();
    int dot = name.lastIndexOf('.');
    var type = type(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    return cleaner.clean(
        type, folders.subList(0, folders.size() - 1), name.substring(0, dot), Told.NOTHING);
  }

  private static MediaType type(String ending) {
    return switch (ending) {
      case "mkv", "mp4", "avi", "mov", "webm" -> MediaType.VIDEO;
      case "mp3", "flac", "m4a", "ogg", "wav" -> MediaType.AUDIO;
      case "jpg", "jpeg", "png", "nef", "arw" -> MediaType.IMAGE;
      case "pdf", "epub" -> MediaType.DOCUMENT;
      default -> throw new IllegalArgumentException(ending);
    };
  }

  /// All that it says, as the table has it.
  private static Map<String, String> said(CleanName name) {
    var said = new TreeMap<String, String>(name.ids());
    put(said, "title", name.title());
    put(said, "show", name.show());
    put(said, "artist", name.artist());
    put(said, "album", name.album());
    put(said, "edition", name.edition());
    put(said, "group", name.group());
    put(said, "year", name.year(), 0);
    put(said, "part", name.part(), 0);
    put(said, "disc", name.disc(), 0);
    put(said, "track", name.track(), 0);
    put(said, "season", name.season(), CleanName.NOT_SAID);
    put(said, "episode", name.episode(), CleanName.NOT_SAID);
    put(said, "last", name.lastEpisode(), name.episode());
    put(said, "date", String.valueOf(Objects.requireNonNullElse(name.date(), "")));
    return said;
  }

  private static void put(Map<String, String> said, String key, String text) {
    if (!text.isEmpty()) {
      said.put(key, text);
    }
  }

  private static void put(Map<String, String> said, String key, int number, int nothing) {
    if (number != nothing) {
      said.put(key, String.valueOf(number));
    }
  }
}
