package contentgremlin.worker;

import java.util.List;

/// What a worker tells of itself.
///
/// @param name what it is called where jobs are shown; its machine's, as a rule
/// @param version of its program, to be shown
/// @param processors that it may use
/// @param memoryBytes of the machine; 0 if not known
/// @param encoders of its ffmpeg that were tried and work
/// @param place on which machine it runs
public record WorkerInfo(
    String name,
    String version,
    int processors,
    long memoryBytes,
    List<String> encoders,
    Place place) {
  /// What tells the machine that a worker runs on.
  ///
  /// @param machine its id among the server's machines, if somebody said it; or the empty string
  /// @param hardware what its firmware calls it, a UUID in small letters; the empty string if that
  ///   can't be read. In a virtual machine it is the one that the hypervisor knows it by
  /// @param host its name in the network; or the empty string
  public record Place(String machine, String hardware, String host) {
    public static final Place UNKNOWN = new Place("", "", "");
    public static final int LENGTH_MAX = 200;
  }

  /// Changes when worker and server of different versions would misunderstand each other.
  public static final int PROTOCOL = 1;

  public static final int NAME_LENGTH_MAX = 60;
  public static final int ENCODERS_MAX = 64;

  public WorkerInfo {
    encoders = List.copyOf(encoders);
  }

  /// Letters, digits, dots and hyphens, as in names of machines; never that of the server's own.
  public static boolean isName(String text) {
    return text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0," + (NAME_LENGTH_MAX - 1) + "}")
        && !text.equals(contentgremlin.job.Job.MACHINE_LOCAL);
  }
}
