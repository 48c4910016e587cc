package contentgremlin.arrival;

import java.util.Locale;

/// What sorts of records are told of one by one, in the order in which they are imported.
public enum RecordKind {
  USER,
  MEDIA,
  ATTACHMENT,
  SUBTITLE,
  COLLECTION,
  COLLECTED,
  COMMENT;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
