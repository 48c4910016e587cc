package contentgremlin.engine.arrival;

import contentgremlin.engine.arrival.Hall.Answer;
import contentgremlin.extension.Arrival;
import contentgremlin.extension.Arrival.Origin;
import contentgremlin.extension.Intake;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes what one run brings: people, then what they added, then what they put together and said.
///
/// Each record is imported in a transaction of its own, together with the row that remembers it. So
/// a death at any point leaves whole records, and the next run goes on with the others.
///
/// Used by the importer's thread; closed by another one, after which nothing is taken any more.
final class OwnIntake implements Intake, AutoCloseable {
  private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,30}");

  private final Hall hall;
  private final PeopleArrival people;
  private final MediaArrival media;
  private final CollectionArrival collections;
  private final CommentArrival comments;
  private boolean isClosed;
  private @Nullable RuntimeException end;

  OwnIntake(Hall hall, Leftovers leftovers) {
    this.hall = hall;
    this.people = new PeopleArrival(hall);
    this.media = new MediaArrival(hall, people, leftovers);
    this.collections = new CollectionArrival(hall, people, media);
    this.comments = new CommentArrival(hall, people, media);
  }

  @Override
  public void expect(long records) {
    hall.report().expect(records);
  }

  @Override
  public boolean take(Arrival arrival) {
    return switch (answer(() -> answerTo(arrival)).result()) {
      case IMPORTED, IMPORTABLE, KNOWN -> true;
      case SKIPPED, FAILED -> false;
    };
  }

  private Answer answerTo(Arrival arrival) {
    return switch (arrival) {
      case Arrival.Person person -> people.take(person);
      case Arrival.Media one -> media.take(one);
      case Arrival.Gathering gathering -> collections.take(gathering);
      case Arrival.Pick pick -> collections.take(pick);
      case Arrival.Remark remark -> comments.take(remark);
    };
  }

  @Override
  public void leaveOut(String kind, Origin origin, String why) {
    if (!KIND.matcher(kind).matches()) {
      throw new IllegalArgumentException("“" + kind + "” is no word for a sort of records");
    }
    var _ = answer(() -> hall.tell(kind, origin, () -> Answer.skipped(why)));
  }

  private interface Work {
    Answer run();
  }

  /// What ends the run, whatever the importer makes of it: also its next calls.
  private synchronized Answer answer(Work work) {
    if (end != null) {
      throw end;
    }
    try {
      if (isClosed) {
        throw new Hall.Stopped("the import was given up");
      }
      hall.requireGoing();
      return work.run();
    } catch (RuntimeException e) {
      end = e;
      throw e;
    }
  }

  /// Why the run was ended here; empty if it was not.
  synchronized Optional<RuntimeException> end() {
    return Optional.ofNullable(end);
  }

  @Override
  public synchronized void close() {
    isClosed = true;
  }
}
