package contentgremlin.arrival;

import java.time.Instant;
import java.util.Optional;

/// What became of the records of other servers.
public interface ArrivalStore {
  /// What the record became, if it was imported once.
  Optional<String> find(String origin, RecordKind kind, String record);

  /// Remembers it for ever; MUST be in the transaction that makes what it became.
  void put(String origin, RecordKind kind, String record, String became, Instant now);

  /// From now on the address leads there, unless it leads somewhere already.
  ///
  /// @param path without slashes around
  void lead(String path, OldAddress address);

  Optional<OldAddress> follow(String path);
}
