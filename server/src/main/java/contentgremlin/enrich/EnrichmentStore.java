package contentgremlin.enrich;

import contentgremlin.item.ItemId;
import contentgremlin.item.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What came of the stages of items, and whose turn it is. Used inside a transaction of
/// [contentgremlin.store.Database]; not thread-safe by itself.
public interface EnrichmentStore {
  /// The item is to be looked at: its file, or something that is said of it, may have changed. One
  /// that waits already keeps its place, unless this demand is newer.
  ///
  /// @param demand 0 if nobody waits for it
  void due(ItemId item, long demand, Instant now);

  /// Many items are to be looked at, and nobody waits for them: not before there is room for jobs
  /// of the kind that they are likely to need first. Those that wait already keep their place.
  void addDue(List<ItemId> items, String jobKind);

  /// Whose turn it is: the newest demand first, then who has waited longest; without those that
  /// await something.
  List<Due> due(int limit);

  /// Those of them that somebody waits for.
  List<Due> demanded(int limit);

  /// The item waits in its row until there are fewer jobs of this kind. A demand ends that.
  void await(ItemId item, String jobKind);

  /// The kinds of jobs that items await.
  List<String> awaited();

  /// Those that have awaited this kind for longest.
  List<Due> awaiting(String jobKind, int limit);

  long countDue();

  /// It was looked at.
  void looked(ItemId item);

  record Due(ItemId item, long demand) {}

  List<Outcome> outcomes(ItemId item);

  Optional<Outcome> outcome(ItemId item, String stage);

  /// Replaces what is known of this stage.
  void put(ItemId item, Outcome outcome);

  void forget(ItemId item, String stage);

  /// When the first stage has waited long enough; [Instant#MAX] if none waits.
  Instant firstWait();

  /// Items of which a stage has waited long enough are due.
  ///
  /// @return how many stages that were; less than the limit if that were all
  int endWaits(Instant now, int limit);

  /// Failed stages of this grabber need not wait any longer: it can be asked again.
  int endFailures(String stage, Instant now, int limit);

  /// How many items have which outcome of a stage, as stage, word and number.
  List<Count> counts();

  record Count(String stage, Outcome.Kind kind, long number) {}

  /// How far the items were looked through for those of which a grabber, as it is set now, has
  /// never said anything.
  ///
  /// @param mark of the grabber and its settings
  /// @param number of the item that was looked at last; [Long#MAX_VALUE] if all were
  record Sweep(String stage, String mark, long number) {}

  Optional<Sweep> sweep(String stage);

  void put(Sweep sweep);

  /// The next items of these types become due, unless they have an outcome of this stage since it
  /// was set like that.
  ///
  /// @return with the number of the last one
  Sweep go(Sweep sweep, Set<MediaType> types, int limit);

  /// What the item may be, the likeliest first; replaces what was offered before.
  void offer(ItemId item, String stage, List<Candidate> candidates);

  List<Candidate> candidates(ItemId item, String stage);

  /// A person says which it is; sticks until it is chosen anew. The empty key: none of them.
  void choose(ItemId item, String stage, String key);

  Optional<String> chosen(ItemId item, String stage);

  /// Back to what the grabber finds by itself.
  void unchoose(ItemId item, String stage);
}
