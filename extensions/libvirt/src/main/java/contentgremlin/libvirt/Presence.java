package contentgremlin.libvirt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Whether there is a libvirt to be asked, as far as files tell: whoever has none is not bothered
/// with a process.
final class Presence {
  /// Where there is nothing else to ask.
  static final String LOCAL = "qemu:///system";

  private static final List<String> LIBRARIES = List.of("libvirt.so.0", "libvirt.so");
  private static final String LIBRARY_PATH = "LD_LIBRARY_PATH";

  /// Where Linux has libraries, by distribution.
  private static final List<String> FOLDERS =
      List.of(
          "/usr/lib/x86_64-linux-gnu",
          "/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/lib/aarch64-linux-gnu",
          "/usr/lib64",
          "/lib64",
          "/usr/lib",
          "/lib",
          "/usr/local/lib",
          "/usr/local/lib64");

  /// Of the one daemon, and of the one for QEMU alone that newer systems have.
  private static final List<String> SOCKETS =
      List.of(
          "/run/libvirt/libvirt-sock",
          "/run/libvirt/virtqemud-sock",
          "/var/run/libvirt/libvirt-sock");

  private Presence() {}

  /// Why there is nothing to ask, in words; the empty string if there is.
  ///
  /// @param address as an administrator has set it; may be empty
  static String absence(String address) {
    if (folders().noneMatch(Presence::hasLibrary)) {
      return "libvirt is not installed on this machine (Debian's package is libvirt0)";
    }
    if (address.isEmpty() && SOCKETS.stream().noneMatch(socket -> Files.exists(Path.of(socket)))) {
      return "no libvirt daemon is running on this machine; the setting %s can name another"
          .formatted(LibvirtMachines.ADDRESS);
    }
    return "";
  }

  private static Stream<String> folders() {
    var path = Objects.requireNonNullElse(System.getenv(LIBRARY_PATH), "");
    return Stream.concat(
        Stream.of(path.split(":", -1)).filter(folder -> !folder.isEmpty()), FOLDERS.stream());
  }

  private static boolean hasLibrary(String folder) {
    return LIBRARIES.stream().anyMatch(library -> Files.exists(Path.of(folder, library)));
  }
}
