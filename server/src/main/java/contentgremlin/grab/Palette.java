package contentgremlin.grab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The colours that a picture consists of mostly: its pixels are parted again and again where they
/// differ most, and each part has its mean ("median cut").
final class Palette {
  /// Parts smaller than this, of all pixels, are nobody's main colour.
  private static final double LEAST = 0.02;

  /// Colours whose parts differ by less in sum look the same.
  private static final int ALIKE = 48;

  private static final int PARTS = 16;

  private Palette() {}

  private record Part(List<Integer> pixels) {
    private int mean(int shift) {
      long sum = 0;
      for (int pixel : pixels) {
        sum += (pixel >> shift) & 0xff;
      }
      return (int) (sum / pixels.size());
    }

    private int range(int shift) {
      int least = 255;
      int most = 0;
      for (int pixel : pixels) {
        least = Math.min(least, (pixel >> shift) & 0xff);
        most = Math.max(most, (pixel >> shift) & 0xff);
      }
      return most - least;
    }

    private int widest() {
      int shift = 0;
      for (int other : new int[] {8, 16}) {
        shift = range(other) > range(shift) ? other : shift;
      }
      return shift;
    }

    private List<Part> halves() {
      int shift = widest();
      int middle = mean(shift);
      var below = pixels.stream().filter(pixel -> ((pixel >> shift) & 0xff) <= middle).toList();
      var above = pixels.stream().filter(pixel -> ((pixel >> shift) & 0xff) > middle).toList();
      return List.of(new Part(below), new Part(above));
    }

    private int colour() {
      return (mean(16) << 16) | (mean(8) << 8) | mean(0);
    }
  }

  /// "#rrggbb", the one with most pixels first.
  static List<String> of(int[] pixels, int most) {
    var parts = new ArrayList<Part>();
    parts.add(new Part(Arrays.stream(pixels).boxed().toList()));
    while (parts.size() < PARTS) {
      var widest = parts.stream().max(Comparator.comparingInt(part -> part.range(part.widest())));
      if (widest.isEmpty() || widest.get().range(widest.get().widest()) < ALIKE / 2) {
        break;
      }
      parts.remove(widest.get());
      parts.addAll(widest.get().halves());
    }
    var chosen = new ArrayList<Integer>();
    parts.stream()
        .filter(part -> part.pixels.size() >= LEAST * pixels.length)
        .sorted(Comparator.comparingInt((Part part) -> -part.pixels.size()))
        .map(Part::colour)
        .filter(colour -> chosen.stream().noneMatch(other -> apart(colour, other) < ALIKE))
        .forEach(chosen::add);
    return chosen.stream()
        .limit(most)
        .map(colour -> String.format(Locale.ROOT, "#%06x", colour))
        .toList();
  }

  private static int apart(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      sum += Math.abs(((one >> shift) & 0xff) - ((other >> shift) & 0xff));
    }
    return sum;
  }
}
