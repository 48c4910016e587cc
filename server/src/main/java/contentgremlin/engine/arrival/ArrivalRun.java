package contentgremlin.engine.arrival;

import contentgremlin.arrival.RecordKind;
import java.io.IOException;

/// One import: first people, then what they added, then what they put together and said.
///
/// Each record is imported in a transaction of its own, together with the row that remembers it. So
/// a death at any point leaves whole records, and the next run goes on with the others.
final class ArrivalRun {
  private final Hall hall;
  private final Leftovers leftovers;

  ArrivalRun(Hall hall, Leftovers leftovers) {
    this.hall = hall;
    this.leftovers = leftovers;
  }

  void run() throws IOException {
    var files = OldFiles.in(hall.wanted().media());
    if (!hall.wanted().dryRun()) {
      leftovers.remove();
    }
    var people = new PeopleArrival(hall);
    people.run();
    var media = new MediaArrival(hall, people, files, leftovers);
    media.run();
    hall.forEach(
        hall.origin()::attachments,
        file -> leaveOut(RecordKind.ATTACHMENT, file.id(), file.name(), "attachments"));
    hall.forEach(
        hall.origin()::subtitles,
        file -> leaveOut(RecordKind.SUBTITLE, file.id(), file.name(), "added subtitles"));
    new CollectionArrival(hall, people, media).run();
    new CommentArrival(hall, people, media).run();
  }

  private void leaveOut(RecordKind kind, long id, String name, String what) {
    hall.tell(kind, id, name, () -> Hall.Answer.skipped("items have no " + what + " here"));
  }
}
