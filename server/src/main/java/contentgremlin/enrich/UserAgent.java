package contentgremlin.enrich;

/// What we call ourselves to providers: they want to know whom they can write to.
public final class UserAgent {
  private UserAgent() {}

  /// @param version of this program
  /// @param contact an e-mail or other address that an administrator has set, or empty
  /// @param site where people find this instance, or empty
  public static String of(String version, String contact, String site) {
    var who = contact.isBlank() ? site : contact;
    return "Contentgremlin/%s (%s)"
        .formatted(printable(version), who.isBlank() ? "media server" : printable(who));
  }

  /// Nothing in it may end the header, or the remark.
  private static String printable(String text) {
    return text.strip().replaceAll("[^\\x20-\\x7e]|[()]", "");
  }
}
