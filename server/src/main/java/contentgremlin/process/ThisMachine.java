package contentgremlin.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What the system says of the machine that this process runs on.
public final class ThisMachine {
  private static final Path NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s+(\\d{1,15}) kB");

  private ThisMachine() {}

  /// Its name in the network; the empty string if it has none.
  public static String name() {
    try {
      return Files.readString(NAME).strip();
    } catch (IOException _) {
      return "";
    }
  }

  /// 0 if the system does not say.
  public static long memoryBytes() {
    try {
      var total = TOTAL.matcher(Files.readString(MEMORY));
      return total.find() ? Long.parseLong(total.group(1)) * 1024 : 0;
    } catch (IOException _) {
      return 0;
    }
  }
}
