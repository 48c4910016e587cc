package contentgremlin.event;

import java.time.Instant;
import java.util.List;

/// Where events are kept until they are too old.
public interface EventStore {
  /// Appends; becomes visible with the transaction that the caller is in.
  void append(Fact fact, Instant now);

  /// Appends many, in this order.
  void appendAll(List<Fact> facts, Instant now);

  /// Events with numbers greater than `number`, in order.
  List<Event> after(long number, int limit);

  /// The greatest number given so far, 0 if none.
  long newest();

  /// The smallest number still kept, 0 if none: who wants older ones must start afresh.
  long oldest();

  /// Removes the oldest ones, those before `before`; at most `limit` of them in one go. The newest
  /// event always stays, since the numbering goes on from it.
  int removeBefore(Instant before, int limit);
}
