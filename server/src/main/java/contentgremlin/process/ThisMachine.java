package contentgremlin.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the system says of the machine that this process runs on.
public final class ThisMachine {
  private static final Path NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path HARDWARE = Path.of("/sys/class/dmi/id/product_uuid");
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
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

  /// What its firmware calls it, a UUID in small letters: in a virtual machine the one that the
  /// hypervisor knows it by. The empty string if that can't be read; as a rule only root may.
  public static String hardware() {
    try {
      var text = Files.readString(HARDWARE).strip().toLowerCase(Locale.ROOT);
      return UUID.matcher(text).matches() ? text : "";
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
