package contentgremlin.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A real ext4 file system in a file, mounted while this is open.
public final class LoopDisk implements AutoCloseable {
  private final Path place;
  private final Path image;
  private final Path folder;

  /// @param options for mkfs.ext4
  public LoopDisk(Path place, String name, String options) throws IOException {
    this.place = place;
    image = place.resolve(name + ".img");
    folder = Files.createDirectories(place.resolve(name));
    Shell.run(place, "truncate -s 32M %s && mkfs.ext4 -q %s %s".formatted(image, options, image));
    mount();
  }

  public Path folder() {
    return folder;
  }

  public Path image() {
    return image;
  }

  public void mount() throws IOException {
    Shell.run(place, "mount -o loop %s %s".formatted(image, folder));
  }

  public void unmount() throws IOException {
    Shell.unmount(place, folder.toString());
  }

  @Override
  public void close() throws IOException {
    Shell.run(place, "while mountpoint -q %s; do umount -l %s; done".formatted(folder, folder));
  }
}
