package contentgremlin.http.api;

import contentgremlin.account.Account;
import contentgremlin.account.AccountId;
import contentgremlin.account.Actor;
import contentgremlin.engine.Accounts;
import java.util.Optional;

/// Whose things a listing is narrowed to.
final class Owners {
  private Owners() {}

  /// @param name of an account, or "me"
  /// @return empty if there is nobody of this name
  static Optional<AccountId> of(Accounts accounts, String name, Actor actor) {
    if (!name.equals("me")) {
      return accounts.findByName(name).map(Account::id);
    }
    if (Access.isAnonymous(actor)) {
      throw Access.logInFirst();
    }
    var self = actor.accountId();
    if (self == null) {
      throw Parameters.wrong("owner", "can't be “me”: the operator has no account");
    }
    return Optional.of(self);
  }
}
