package contentgremlin.enrich;

/// Something about a grabber or a provider that can be set.
///
/// @param name of the setting: the grabber's or provider's id, "-", and a word
/// @param isSecret it is never shown again
/// @param counts whether what the grabber said before is to be asked anew when it changes
public record Option(
    String name, String fallback, String meaning, boolean isSecret, boolean counts) {
  private static final String ADDRESS = "-address";

  /// Whether this text can be a value: the empty string if so, else what is wrong with it.
  public String complaint(String text) {
    if (name.endsWith(ADDRESS) && !text.matches("https?://[^?#@\\s]+")) {
      return "must be like https://api.example/v1";
    }
    return "";
  }
}
