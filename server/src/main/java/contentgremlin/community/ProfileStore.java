package contentgremlin.community;

import contentgremlin.account.AccountId;

/// Profiles, one for each account.
public interface ProfileStore {
  /// [Profile#NONE] if the person has said nothing.
  Profile of(AccountId account);

  void put(AccountId account, Profile profile);
}
