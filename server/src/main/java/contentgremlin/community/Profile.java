package contentgremlin.community;

/// What a person says of itself; what it does not say is the empty string.
///
/// @param shownName how it likes to be called, besides the account's name
/// @param about plain text of several lines
/// @param website an http or https address
/// @param email shown to the person itself and to administrators only
public record Profile(String shownName, String about, String website, String email) {
  public static final Profile NONE = new Profile("", "", "", "");

  public static final int NAME_LENGTH_MAX = 200;
  public static final int ABOUT_LENGTH_MAX = 20_000;
  public static final int WEBSITE_LENGTH_MAX = 1_000;
  public static final int EMAIL_LENGTH_MAX = 320;

  /// Whether a browser may be led there.
  public static boolean isWebsite(String text) {
    return text.matches("(?i)https?://[^\\s\"<>]+");
  }
}
