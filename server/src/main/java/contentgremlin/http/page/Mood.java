package contentgremlin.http.page;

/// The faces of the gremlin.
public enum Mood {
  AWAKE,
  ASLEEP,
  PUZZLED,
  SORRY,
  FULL,
  GUARDING
}
