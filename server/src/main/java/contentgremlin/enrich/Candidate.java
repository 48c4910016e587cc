package contentgremlin.enrich;

/// Something that the item may be, for a person to choose from.
///
/// @param key the grabber's own name for it
/// @param title what people call it
/// @param detail what tells it from others: artist, year, country
/// @param score from 0 to 1
public record Candidate(String key, String title, String detail, double score) {
  /// At least this alike it is taken to be the thing without asking anybody.
  public static final double SURE = 0.75;

  /// So many are offered.
  public static final int OFFERED_MAX = 10;
}
