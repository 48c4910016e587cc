package contentgremlin.engine;

import contentgremlin.account.Account;
import contentgremlin.account.AccountId;
import contentgremlin.account.AccountStore;
import contentgremlin.account.Role;
import org.jspecify.annotations.Nullable;

/// Finds out whether there is an administrator, within the caller's transaction.
final class Administrators {
  /// So many accounts are looked at in one go.
  private static final int PAGE = 200;

  private Administrators() {}

  static boolean isLast(AccountStore accounts, Account account) {
    return account.role() == Role.ADMINISTRATOR && !isAnother(accounts, account.id());
  }

  /// The first accounts are the likeliest administrators, so this ends early.
  ///
  /// @param than does not count; null if all do
  static boolean isAnother(AccountStore accounts, @Nullable AccountId than) {
    AccountId after = null;
    while (true) {
      var page = accounts.list(after, PAGE);
      for (var account : page) {
        if (account.role() == Role.ADMINISTRATOR && !account.id().equals(than)) {
          return true;
        }
        after = account.id();
      }
      if (page.size() < PAGE) {
        return false;
      }
    }
  }
}
