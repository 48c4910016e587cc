package contentgremlin.install;

/// How a step stands, as its own look at things found.
public sealed interface Standing {
  /// Nothing is to be done.
  ///
  /// @param detail what is there, in words; may be empty
  record Done(String detail) implements Standing {}

  /// It can be done now.
  record Missing() implements Standing {}

  /// It can't be done now, and that is no fault: it waits for a person, or for something that this
  /// machine does not have.
  ///
  /// @param because in words
  record Waiting(String because) implements Standing {}
}
