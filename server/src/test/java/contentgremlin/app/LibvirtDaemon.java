package contentgremlin.app;

import static contentgremlin.app.ExtendedServer.until;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A libvirt daemon of a test's own, with QEMU guests that run without KVM. It knows nothing of the
/// machine's own libvirt: all it has lies in one folder, and as root it runs as nobody.
final class LibvirtDaemon {
  private static final Path DAEMON = Path.of("/usr/sbin/libvirtd");
  private static final Path QEMU = Path.of("/usr/bin/qemu-system-x86_64");
  private static final Path DRIVER =
      Path.of("/usr/lib/x86_64-linux-gnu/libvirt/connection-driver/libvirt_driver_qemu.so");
  private static final String NOBODY = "65534";

  /// What a guest's disk begins with: it switches the power button on, waits until that is pressed,
  /// and switches itself off. `sti; out 0x602, 0x100; until (in 0x600 & 0x100) hlt; out 0x604,
  /// 0x2000; hlt`
  private static final byte[] GUEST =
      HexFormat.of().parseHex("fbba0206b80001efba0006edf6c4017503f4ebf4ba0406b80020eff4ebfd");

  private static final int SECTOR = 512;
  private static final int DISK_BYTES = 1 << 20;

  private final Path folder;
  private @Nullable Process daemon;

  /// @param parent the folder's own folder; others may pass through it afterwards
  LibvirtDaemon(Path parent) throws IOException {
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx--x--x"));
    folder = Files.createDirectories(parent.resolve("v"));
    for (var name : List.of("run", "cache", "data", "config/libvirt/qemu/autostart")) {
      Files.createDirectories(folder.resolve(name));
    }
    Files.writeString(
        folder.resolve("libvirtd.conf"),
        """
        auth_unix_rw = "none"
        unix_sock_rw_perms = "0777"
        unix_sock_dir = "%s"
        log_outputs = "3:file:%s"
        """
            .formatted(folder.resolve("run"), folder.resolve("log")));
  }

  /// Why there can be none here; the empty string if there can.
  static String absence() {
    return Stream.of(DAEMON, QEMU, DRIVER).allMatch(Files::exists)
        ? ""
        : "there is no libvirt with QEMU (apt install libvirt-daemon libvirt-daemon-driver-qemu"
            + " qemu-system-x86)";
  }

  /// Before the daemon starts.
  ///
  /// @param runs whether the daemon starts it itself
  void define(String name, String uuid, boolean runs) throws IOException {
    var disk = new byte[DISK_BYTES];
    System.arraycopy(GUEST, 0, disk, 0, GUEST.length);
    disk[SECTOR - 2] = 0x55;
    disk[SECTOR - 1] = (byte) 0xaa;
    var file = Files.write(folder.resolve(name + ".img"), disk);
    var text =
        """
        <domain type='qemu'>
          <name>%s</name><uuid>%s</uuid><memory unit='MiB'>32</memory><vcpu>1</vcpu>
          <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
          <features><acpi/></features>
          <devices>
            <emulator>%s</emulator>
            <disk type='file' device='disk'>
              <driver name='qemu' type='raw'/><source file='%s'/><target dev='hda' bus='ide'/>
            </disk>
          </devices>
        </domain>
        """
            .formatted(name, uuid, QEMU, file);
    var domains = folder.resolve("config/libvirt/qemu");
    var domain = Files.writeString(domains.resolve(name + ".xml"), text);
    if (runs) {
      Files.createSymbolicLink(domains.resolve("autostart").resolve(name + ".xml"), domain);
    }
  }

  void start() throws Exception {
    var command = new ArrayList<String>();
    if (isRoot()) {
      run("chown", "-R", NOBODY + ":" + NOBODY, folder.toString());
      command.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
    }
    command.addAll(
        List.of(DAEMON.toString(), "--config", folder.resolve("libvirtd.conf").toString()));
    command.addAll(List.of("--pid-file", folder.resolve("pid").toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", "/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME", folder.toString(),
                "XDG_RUNTIME_DIR", folder.resolve("run").toString(),
                "XDG_CONFIG_HOME", folder.resolve("config").toString(),
                "XDG_CACHE_HOME", folder.resolve("cache").toString(),
                "XDG_DATA_HOME", folder.resolve("data").toString()));
    Files.deleteIfExists(socket());
    var started = builder.redirectOutput(folder.resolveSibling("daemon.log").toFile()).start();
    daemon = started;
    until(() -> {
      if (!started.isAlive()) {
        throw new AssertionError(Files.readString(folder.resolveSibling("daemon.log")));
      }
      return Files.exists(socket()) ? "it listens" : null;
    });
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static void run(String... command) throws Exception {
    var process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command));
    }
  }

  private Path socket() {
    return folder.resolve("run/libvirt-sock");
  }

  String address() {
    return "qemu+unix:///session?socket=" + socket();
  }

  /// Its process; it is not waited for.
  void kill() throws InterruptedException {
    if (daemon != null) {
      daemon.destroyForcibly().waitFor();
    }
  }

  /// It stands still, or goes on.
  void signal(String name) throws Exception {
    if (daemon != null) {
      run("kill", "-" + name, Long.toString(daemon.pid()));
    }
  }

  /// The processes of a guest.
  List<ProcessHandle> guest(String name) {
    var disk = folder.resolve(name + ".img").toString();
    return processes(QEMU.getFileName().toString(), disk);
  }

  private static List<ProcessHandle> processes(String... words) {
    return ProcessHandle.allProcesses()
        .filter(process -> Stream.of(words).allMatch(commandLine(process)::contains))
        .toList();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException _) {
      return ""; // it has ended
    }
  }

  /// With its guests.
  void end() throws Exception {
    if (daemon != null) {
      signal("CONT");
      daemon.destroy();
      if (!daemon.waitFor(10, TimeUnit.SECONDS)) {
        kill();
      }
    }
    processes(folder.toString(), QEMU.getFileName().toString())
        .forEach(ProcessHandle::destroyForcibly);
  }
}
