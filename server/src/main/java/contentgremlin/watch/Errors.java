package contentgremlin.watch;

/// Error numbers of Linux, in words.
final class Errors {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int ENOTDIR = 20;
  static final int EINVAL = 22;
  static final int ENFILE = 23;
  static final int EMFILE = 24;
  static final int ENOSPC = 28;
  static final int ENAMETOOLONG = 36;
  static final int ENOSYS = 38;
  static final int ELOOP = 40;
  static final int EOVERFLOW = 75;
  static final int ENOTCONN = 107;
  static final int ESTALE = 116;

  /// Is added to the number of an error that the root itself met with: that it is not there says
  /// nothing of what is in it.
  static final int OF_ROOT = 100_000;

  private Errors() {}

  /// Whether this means that everything above is there, and it is not.
  static boolean isAbsence(int error) {
    return error == -ENOENT || error == -ENOTDIR || error == -ELOOP;
  }

  /// @param error as a system call of [Libc] gives it: below zero
  static String reason(int error) {
    return error < -OF_ROOT ? "the root: " + reason(error + OF_ROOT) : words(-error);
  }

  private static String words(int number) {
    return switch (number) {
      case EPERM -> "EPERM: not permitted";
      case ENOENT -> "ENOENT: it is not there";
      case EIO -> "EIO: the disk does not answer, or is damaged";
      case EACCES -> "EACCES: permission denied";
      case ENOTDIR -> "ENOTDIR: it is no folder";
      case ENFILE -> "ENFILE: too many files are open on this machine";
      case EMFILE -> "EMFILE: too many files are open in this process";
      case ENAMETOOLONG -> "ENAMETOOLONG: the path is too long";
      case ELOOP -> "ELOOP: a link stands where a folder was";
      case ENOTCONN -> "ENOTCONN: the program that serves this file system is gone";
      case ESTALE -> "ESTALE: the file server does not know this folder any more";
      default -> "error %d of the system".formatted(number);
    };
  }
}
