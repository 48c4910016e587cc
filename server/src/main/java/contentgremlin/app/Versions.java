package contentgremlin.app;

import java.util.Arrays;

/// Versions as "0.10.2", each part a number; what follows a hyphen does not count.
final class Versions {
  private Versions() {}

  static int compare(String first, String second) {
    return Arrays.compare(numbers(first), numbers(second));
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("-", 2)[0].split("\\.", -1))
        .mapToInt(Versions::number)
        .toArray();
  }

  private static int number(String part) {
    try {
      return Integer.parseInt(part);
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
