package contentgremlin.machine;

/// How much a machine has of what work needs; 0 where that is not known.
///
/// @param processors that may be used
/// @param memoryBytes all of it
/// @param diskBytes of the disk that holds the home
public record Capacity(int processors, long memoryBytes, long diskBytes) {
  public static final Capacity UNKNOWN = new Capacity(0, 0, 0);

  public Capacity {
    if (processors < 0 || memoryBytes < 0 || diskBytes < 0) {
      throw new IllegalArgumentException("nothing has less than nothing");
    }
  }
}
