package contentgremlin.probe;

import contentgremlin.library.ProbeOrder;

/// A file that is being read: the very one that was listed, or none.
final class OpenFile implements AutoCloseable {
  private final Kernel kernel;
  private final int descriptor;
  private final long size;
  private final long modified;

  private OpenFile(Kernel kernel, int descriptor, long size, long modified) {
    this.kernel = kernel;
    this.descriptor = descriptor;
    this.size = size;
    this.modified = modified;
  }

  static OpenFile open(Kernel kernel, ProbeOrder order) throws ProbeException {
    int descriptor = kernel.open(order.path());
    if (descriptor < 0) {
      throw switch (-descriptor) {
        case Kernel.ENOENT, Kernel.ENOTDIR, Kernel.ELOOP, Kernel.ENXIO -> ProbeException.vanished();
        default -> kernel.unreachable(-descriptor);
      };
    }
    var file = new OpenFile(kernel, descriptor, order.size(), order.modified());
    try {
      file.checkUnchanged();
      return file;
    } catch (ProbeException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  long size() {
    return size;
  }

  /// Fails as vanished if the file is not what it was when it was listed.
  void checkUnchanged() throws ProbeException {
    var stat = kernel.stat(descriptor);
    if (!stat.regular() || stat.size() != size || stat.modified() != modified) {
      throw ProbeException.vanished();
    }
  }

  /// As much as there is, up to that length.
  int read(long at, byte[] into, int length) throws ProbeException {
    int done = 0;
    while (done < length) {
      int got = kernel.read(descriptor, at + done, into, done, length - done);
      if (got == 0) {
        break;
      }
      done += got;
    }
    return done;
  }

  /// For those who open files by name.
  String path() {
    return "/proc/self/fd/" + descriptor;
  }

  @Override
  public void close() {
    kernel.close(descriptor);
  }
}
