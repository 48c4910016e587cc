package contentgremlin.sql;

import contentgremlin.account.AccountId;
import contentgremlin.community.Profile;
import contentgremlin.community.ProfileStore;
import java.sql.ResultSet;
import java.sql.SQLException;

record SqlProfileStore(Session session) implements ProfileStore {
  private static final String FIND =
      "SELECT shown_name, about, website, email FROM profile WHERE account = ?";

  private static final String PUT =
      """
      INSERT INTO profile (account, shown_name, about, website, email) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (account) DO UPDATE SET shown_name = excluded.shown_name,
        about = excluded.about, website = excluded.website, email = excluded.email
      """;

  @Override
  public Profile of(AccountId account) {
    return session.first(FIND, SqlProfileStore::read, account.value()).orElse(Profile.NONE);
  }

  @Override
  public void put(AccountId account, Profile profile) {
    session.update(
        PUT,
        account.value(),
        profile.shownName(),
        profile.about(),
        profile.website(),
        profile.email());
  }

  private static Profile read(ResultSet row) throws SQLException {
    return new Profile(
        Columns.text(row, "shown_name"),
        Columns.text(row, "about"),
        Columns.text(row, "website"),
        Columns.text(row, "email"));
  }
}
