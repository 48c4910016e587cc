package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.account.Account;
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
    Map<String, String> links) {

  static UserView forOthers(Account account) {
    return new UserView(account.name(), null, null, null, null, links(account));
  }

  /// For the person itself, and administrators.
  static UserView of(Account account, @Nullable Long used) {
    return new UserView(
        account.name(),
        account.role().word(),
        account.quotaBytes() == Account.QUOTA_NONE ? null : account.quotaBytes(),
        used,
        account.created().toString(),
        links(account));
  }

  private static Map<String, String> links(Account account) {
    return Map.of(
        "self", UserRoutes.ADDRESS + "/" + account.name(), "page", "/users/" + account.name());
  }
}
