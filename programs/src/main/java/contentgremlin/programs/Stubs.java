package contentgremlin.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes stand-ins for the desktop libraries that ffmpeg's executable asks for and never calls: it
/// can grab screens and play sounds, which a server does not do. Without them the dynamic linker
/// refuses to start it on a machine without a desktop.
public final class Stubs {
  /// What libavdevice needs beside ffmpeg's own libraries and the C library.
  static final List<StubLibrary> ALL =
      List.of(
          new StubLibrary("libxcb.so.1", List.of()),
          new StubLibrary("libxcb-shm.so.0", List.of()),
          new StubLibrary("libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4")),
          new StubLibrary("libpulse.so.0", List.of("PULSE_0")));

  private Stubs() {}

  /// @param arguments the folder to write to
  public static void main(String[] arguments) throws IOException {
    var folder = Path.of(arguments[0]);
    Files.createDirectories(folder);
    for (var library : ALL) {
      Files.write(folder.resolve(library.name()), library.bytes());
    }
  }
}
