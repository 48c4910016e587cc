package contentgremlin.arrival;

import java.util.Locale;

/// What became of one record.
///
/// @param kind the word of a [RecordKind], or another for what is left out
/// @param record its id there
/// @param name by which a person knows it
/// @param target its page here, or the empty string
/// @param note why, or what is to be known of it; or the empty string
public record Told(
    String kind, String record, String name, Result result, String target, String note) {
  public enum Result {
    /// It is here now.
    IMPORTED,
    /// It would be, if this were no dry run.
    IMPORTABLE,
    /// An earlier run has imported it: nothing was done.
    KNOWN,
    /// It is left out: it is nothing that could be here.
    SKIPPED,
    /// It could not be imported; the next run tries it again.
    FAILED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Result of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
