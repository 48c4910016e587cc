package contentgremlin.sql;

import contentgremlin.arrival.ArrivalStore;
import contentgremlin.arrival.OldAddress;
import contentgremlin.arrival.RecordKind;
import java.time.Instant;
import java.util.Optional;

record SqlArrivalStore(Session session) implements ArrivalStore {
  private static final String FIND =
      "SELECT became FROM arrival WHERE origin = ? AND kind = ? AND record = ?";

  private static final String PUT =
      "INSERT INTO arrival (origin, kind, record, became, at) VALUES (?, ?, ?, ?, ?)";

  private static final String LEAD =
      "INSERT INTO old_address (path, kind, target) VALUES (?, ?, ?) ON CONFLICT (path) DO NOTHING";

  private static final String FOLLOW = "SELECT kind, target FROM old_address WHERE path = ?";

  @Override
  public Optional<String> find(String origin, RecordKind kind, String record) {
    return session.first(FIND, row -> Columns.text(row, "became"), origin, kind.word(), record);
  }

  @Override
  public void put(String origin, RecordKind kind, String record, String became, Instant now) {
    session.update(PUT, origin, kind.word(), record, became, now);
  }

  @Override
  public void lead(String path, OldAddress address) {
    session.update(LEAD, path, address.kind().word(), address.target());
  }

  @Override
  public Optional<OldAddress> follow(String path) {
    return session.first(
        FOLLOW,
        row ->
            new OldAddress(
                OldAddress.Kind.of(Columns.text(row, "kind")), Columns.text(row, "target")),
        path);
  }
}
