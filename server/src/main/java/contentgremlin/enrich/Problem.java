package contentgremlin.enrich;

/// What is the matter with a provider whose answer looks well, and says in its text that it is not.
public enum Problem {
  /// Asked too often, or too busy: it is left alone for a while.
  BUSY,
  /// The key is not right, or is not allowed that: nothing helps until it is another one.
  KEY_REFUSED,
  /// Anything else that may be over soon.
  TROUBLE
}
