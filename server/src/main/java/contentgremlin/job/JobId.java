package contentgremlin.job;

/// Names one job; later jobs have greater numbers.
public record JobId(long value) implements Comparable<JobId> {
  @Override
  public int compareTo(JobId other) {
    return Long.compare(value, other.value);
  }
}
