package contentgremlin.name;

/// A text that can be looked at so many times and no more: a pattern that tries forever is stopped.
/// For one thread and one search.
final class BoundedText implements CharSequence {
  /// More than a sound pattern needs for the longest name, where each place is tried with each end
  /// some times over: 255 · 255 · 15. Some milliseconds at most.
  static final int STEPS_MAX = 1_000_000;

  private final String text;
  private int steps;

  BoundedText(String text) {
    this.text = text;
  }

  /// The pattern has had its steps.
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exceeded() {
      super("the pattern tries too many ways", null, false, false);
    }
  }

  @Override
  public char charAt(int at) {
    steps++;
    if (steps > STEPS_MAX) {
      throw new Exceeded();
    }
    return text.charAt(at);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
