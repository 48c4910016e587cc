package contentgremlin.engine.arrival;

import contentgremlin.arrival.Foreign;
import contentgremlin.arrival.RecordKind;
import contentgremlin.community.Comment;
import contentgremlin.engine.arrival.Hall.Answer;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.item.ItemId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Imports what people said. An answer to a comment is a comment on the same item.
final class CommentArrival {
  private static final int NAME_LENGTH_MAX = 60;

  private final Hall hall;
  private final PeopleArrival people;
  private final MediaArrival media;

  /// The entries that comments are about: answers come later than what they answer.
  private final Map<Long, Long> entries = new HashMap<>();

  CommentArrival(Hall hall, PeopleArrival people, MediaArrival media) {
    this.hall = hall;
    this.people = people;
    this.media = media;
  }

  void run() {
    hall.forEach(hall.origin()::remarks, this::take);
  }

  private void take(Foreign.Remark remark) {
    var entry = entry(remark);
    entry.ifPresent(id -> entries.put(remark.id(), id));
    hall.tell(
        RecordKind.COMMENT,
        remark.id(),
        UploadText.line(remark.text(), NAME_LENGTH_MAX),
        () -> comment(remark, entry));
  }

  private Optional<Long> entry(Foreign.Remark remark) {
    return Optional.ofNullable(
        remark.entry() != null
            ? remark.entry()
            : remark.comment() == null ? null : entries.get(remark.comment()));
  }

  private Answer comment(Foreign.Remark remark, Optional<Long> entry) {
    if (entry.isEmpty()) {
      return Answer.skipped("it is about nothing that is here");
    }
    var item = media.find(entry.get());
    if (item.isEmpty()) {
      return Answer.skipped("what it is about is not here: media " + entry.get());
    }
    var known = hall.known(RecordKind.COMMENT, remark.key());
    if (known.isPresent()) {
      return Answer.known(page(item.get(), known.get()), "");
    }
    var text = UploadText.lines(remark.text(), Comment.TEXT_LENGTH_MAX);
    if (text.isEmpty()) {
      return Answer.skipped("it is empty");
    }
    var author = people.find(remark.author());
    var note = author.isEmpty() ? "who wrote it is not here" : "";
    if (hall.wanted().dryRun()) {
      return Answer.importable(note);
    }
    var wanted =
        new Comment(
            0,
            new ItemId(item.get()),
            author.map(PeopleArrival.Arrived::account).orElse(null),
            text,
            hall.date(remark.created()));
    long id =
        hall.database()
            .write(tables -> {
              long added = tables.comments().add(wanted).id();
              hall.remember(tables, RecordKind.COMMENT, remark.key(), Long.toString(added));
              return added;
            });
    return Answer.imported(page(item.get(), Long.toString(id)), note);
  }

  private static String page(String item, String comment) {
    return MediaArrival.page(item) + "#comment-" + comment;
  }
}
