package contentgremlin.process;

import contentgremlin.machine.Ability;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells by what lies around which hypervisors a machine has. Nothing is started or asked.
final class Hypervisors {
  private static final List<Path> LIBVIRT_SOCKETS =
      Stream.of(
              "/run/libvirt/libvirt-sock",
              "/run/libvirt/virtqemud-sock",
              "/run/libvirt/virtxend-sock",
              "/var/run/libvirt/libvirt-sock")
          .map(Path::of)
          .toList();

  private static final List<Path> LIBRARY_FOLDERS =
      Stream.of(
              "/usr/lib/x86_64-linux-gnu",
              "/lib/x86_64-linux-gnu",
              "/usr/lib64",
              "/lib64",
              "/usr/lib",
              "/usr/local/lib")
          .map(Path::of)
          .toList();

  private static final Path KVM = Path.of("/dev/kvm");
  private static final Path XEN = Path.of("/proc/xen/privcmd");

  List<Ability> find() {
    return List.of(libvirt(), kvm(), qemu(), xen(), virtualBox());
  }

  private static Ability of(String name, boolean works, String detail) {
    return new Ability(Ability.Kind.HYPERVISOR, name, works, detail);
  }

  /// The client library is what we would talk through; without a daemon there is nobody to talk to.
  private static Ability libvirt() {
    boolean hasLibrary =
        LIBRARY_FOLDERS.stream().anyMatch(folder -> Files.exists(folder.resolve("libvirt.so.0")));
    var socket = LIBVIRT_SOCKETS.stream().filter(Files::exists).findFirst();
    if (!hasLibrary) {
      return of("libvirt", false, "its library libvirt.so.0 is not installed");
    }
    return socket
        .map(path -> of("libvirt", true, "its daemon listens at " + path))
        .orElseGet(() -> of("libvirt", false, "its library is there, but no daemon runs"));
  }

  private static Ability kvm() {
    if (!Files.exists(KVM)) {
      return of("kvm", false, "there is no " + KVM);
    }
    return Files.isReadable(KVM) && Files.isWritable(KVM)
        ? of("kvm", true, KVM + " can be used")
        : of("kvm", false, KVM + " is there, but this server may not use it");
  }

  private static Ability qemu() {
    var systems = new TreeSet<String>();
    for (var folder : path()) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "qemu-system-*")) {
        files.forEach(file -> systems.add(file.getFileName().toString()));
      } catch (IOException | DirectoryIteratorException _) {
        // A folder of the path that is not there, or goes away: nothing is in it.
      }
    }
    return systems.isEmpty()
        ? of("qemu", false, "no qemu-system-* is on the path")
        : of("qemu", true, String.join(", ", systems));
  }

  private static Ability xen() {
    return Files.exists(XEN)
        ? of("xen", true, XEN + " is there")
        : of("xen", false, "this is no Xen host");
  }

  private static Ability virtualBox() {
    var program = onPath("VBoxManage");
    return program == null
        ? of("virtualbox", false, "no VBoxManage is on the path")
        : of("virtualbox", true, program.toString());
  }

  /// Where the system would find a program.
  static @Nullable Path onPath(String program) {
    return path().stream()
        .map(folder -> folder.resolve(program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  private static List<Path> path() {
    return Stream.of(Programs.PATH.split(":", -1))
        .filter(folder -> folder.startsWith("/"))
        .map(Path::of)
        .distinct()
        .toList();
  }
}
