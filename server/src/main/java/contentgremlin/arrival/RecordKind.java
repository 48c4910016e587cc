package contentgremlin.arrival;

import java.util.Locale;

/// What sorts of records are remembered, in the order in which they are imported.
public enum RecordKind {
  USER,
  MEDIA,
  COLLECTION,
  COLLECTED,
  COMMENT;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
