package contentgremlin.grab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The places that the program brings along: towns and villages with 1,000 people and more, and
/// seats of districts, from GeoNames. In memory only while somebody asks: about 7 MB. Thread-safe.
final class PlaceTable {
  private static final String RESOURCE = "/places/places.gz";
  private static final double UNITS = 100_000;

  /// Beyond that nobody would say that it was there.
  private static final double KILOMETRES_MAX = 50;

  private static final double KILOMETRES_PER_DEGREE = 111.195;

  /// @param country ISO 3166-1, two letters
  /// @param region of the country; or the empty string
  record Place(String name, String region, String country, double kilometres) {}

  /// By latitude, all in units of 0.00001 degrees.
  private static final class Table {
    private final int[] latitudes;
    private final int[] longitudes;

    /// Where each one's words begin: country, region and name, divided by tabs.
    private final int[] starts;

    private final byte[] words;

    Table(Numbers latitudes, Numbers longitudes, Numbers starts, byte[] words) {
      this.latitudes = latitudes.all();
      this.longitudes = longitudes.all();
      this.starts = starts.all();
      this.words = words;
    }

    Place place(int number, double kilometres) {
      int end = number + 1 < starts.length ? starts[number + 1] : words.length;
      var fields = new String(words, starts[number], end - starts[number], UTF_8).split("\t", -1);
      return new Place(fields[2], fields[1], fields[0], kilometres);
    }
  }

  /// Guarded by this.
  private SoftReference<@Nullable Table> kept = new SoftReference<>(null);

  /// The nearest one, if any is so near that people would name it.
  ///
  /// @param latitude degrees north, from -90 to 90
  /// @param longitude degrees east, from -180 to 180
  Optional<Place> nearest(double latitude, double longitude) {
    var table = table();
    int from = Arrays.binarySearch(table.latitudes, (int) Math.round(latitude * UNITS));
    from = from < 0 ? -from - 1 : from;
    int best = -1;
    double least = KILOMETRES_MAX;
    int down = from - 1;
    int up = from;
    boolean goesOn = true;
    while (goesOn) {
      goesOn = false;
      for (int place : new int[] {down, up}) {
        boolean isThere = place >= 0 && place < table.latitudes.length;
        if (isThere && !isBeyond(table, place, latitude, least)) {
          goesOn = true;
          double distance = kilometres(table, place, latitude, longitude);
          if (distance < least) {
            least = distance;
            best = place;
          }
        }
      }
      down--;
      up++;
    }
    return best < 0 ? Optional.empty() : Optional.of(table.place(best, least));
  }

  private static boolean isBeyond(Table table, int place, double latitude, double kilometres) {
    double degrees = Math.abs(table.latitudes[place] / UNITS - latitude);
    return degrees * KILOMETRES_PER_DEGREE > kilometres;
  }

  /// Along the surface of a ball.
  private static double kilometres(Table table, int place, double latitude, double longitude) {
    double from = Math.toRadians(latitude);
    double to = Math.toRadians(table.latitudes[place] / UNITS);
    double east = Math.toRadians(table.longitudes[place] / UNITS - longitude);
    double half =
        square(Math.sin((to - from) / 2))
            + Math.cos(from) * Math.cos(to) * square(Math.sin(east / 2));
    return Math.toDegrees(2 * Math.asin(Math.sqrt(half))) * KILOMETRES_PER_DEGREE;
  }

  private static double square(double number) {
    return number * number;
  }

  private synchronized Table table() {
    var table = kept.get();
    if (table == null) {
      table = read();
      kept = new SoftReference<>(table);
    }
    return table;
  }

  private static Table read() {
    var latitudes = new Numbers();
    var longitudes = new Numbers();
    var starts = new Numbers();
    var words = new ByteArrayOutputStream();
    try (var file = PlaceTable.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException("the table of places is missing from the program");
      }
      var lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(file), UTF_8));
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        int first = line.indexOf('\t');
        int second = line.indexOf('\t', first + 1);
        latitudes.add(Integer.parseInt(line, 0, first, 10));
        longitudes.add(Integer.parseInt(line, first + 1, second, 10));
        starts.add(words.size());
        words.writeBytes(line.substring(second + 1).getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Table(latitudes, longitudes, starts, words.toByteArray());
  }

  /// A list of numbers that takes no more room than they do.
  private static final class Numbers {
    private int[] numbers = new int[1 << 17];
    private int size;

    void add(int number) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, size * 2);
      }
      numbers[size++] = number;
    }

    int[] all() {
      return Arrays.copyOf(numbers, size);
    }
  }
}
