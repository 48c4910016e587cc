package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.account.Account;
import contentgremlin.community.Profile;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An account as JSON shows it: to others its name only. What is null is left out.
///
/// @param quota bytes that its originals may take; left out if there is no limit
/// @param used bytes that they take; left out in listings
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserView(
    String name,
    @Nullable String role,
    @Nullable Long quota,
    @Nullable Long used,
    @Nullable String created,
    @Nullable ProfileView profile,
    Map<String, String> links) {

  /// What the person says of itself. What is null it does not say.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ProfileView(
      @Nullable String shownName,
      @Nullable String about,
      @Nullable String website,
      @Nullable String email) {

    /// @param withEmail for the person itself, and administrators
    static @Nullable ProfileView of(Profile profile, boolean withEmail) {
      return profile.equals(Profile.NONE)
          ? null
          : new ProfileView(
              said(profile.shownName()),
              said(profile.about()),
              said(profile.website()),
              withEmail ? said(profile.email()) : null);
    }

    private static @Nullable String said(String text) {
      return text.isEmpty() ? null : text;
    }
  }

  static UserView forOthers(Account account, Profile profile) {
    return new UserView(
        account.name(), null, null, null, null, ProfileView.of(profile, false), links(account));
  }

  /// For the person itself, and administrators.
  static UserView of(Account account, @Nullable Long used, Profile profile) {
    return new UserView(
        account.name(),
        account.role().word(),
        account.quotaBytes() == Account.QUOTA_NONE ? null : account.quotaBytes(),
        used,
        account.created().toString(),
        ProfileView.of(profile, true),
        links(account));
  }

  private static Map<String, String> links(Account account) {
    return Map.of(
        "self", UserRoutes.ADDRESS + "/" + account.name(), "page", "/users/" + account.name());
  }
}
