package contentgremlin.install;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What installations leave behind, and what they ask of the database.
public interface InstallStore {
  /// @param node tells servers apart that share a database
  Optional<Report> report(String node);

  /// Instead of the report before.
  void putReport(String node, Report report);

  /// Whether what is needed is there; steps are for the engine to know.
  ///
  /// @throws IllegalArgumentException for a step
  boolean has(Need need);

  /// Who installs just now, or did when it was ended.
  ///
  /// @param holder a text of the holder's own, that no other ever has
  record Turn(String node, String holder, Instant until) {}

  Optional<Turn> turn();

  /// Takes the turn, or keeps it for longer, if nobody else has it now.
  ///
  /// @return whether it is the holder's
  boolean takeTurn(Turn turn, Instant now);

  /// Gives it back; another's stays.
  void endTurn(String holder);

  /// Media folders of this node that might become libraries.
  List<Suggestion> suggestions(String node);

  /// Instead of those before.
  void putSuggestions(String node, List<Suggestion> suggestions);
}
