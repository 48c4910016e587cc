package contentgremlin.extension;

import java.util.List;

/// A value in a JSON text. What is not there is empty, never null.
public interface Json {
  /// The member at this path of names; an empty value if there is none.
  Json at(String... path);

  /// The text at this path; numbers, `true` and `false` as they are written; the empty string if
  /// there is neither.
  String text(String... path);

  /// The whole number at this path; 0 if there is none.
  long number(String... path);

  /// The members of the array at this path; empty if there is none.
  List<Json> list(String... path);

  /// The names of the members at this path, at most 100,000; empty if there is no object.
  List<String> names(String... path);

  boolean isEmpty();
}
