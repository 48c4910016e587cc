package contentgremlin.engine.arrival;

import contentgremlin.arrival.RecordKind;
import contentgremlin.community.Comment;
import contentgremlin.engine.arrival.Hall.Answer;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.extension.Arrival.Remark;
import contentgremlin.item.ItemId;

/// Imports what people said.
record CommentArrival(Hall hall, PeopleArrival people, MediaArrival media) {
  Answer take(Remark remark) {
    return hall.tell(RecordKind.COMMENT.word(), remark.origin(), () -> comment(remark));
  }

  private Answer comment(Remark remark) {
    var item = media.find(remark.media());
    if (item.isEmpty()) {
      return Answer.skipped("what it is about is not here: media " + remark.media());
    }
    var key = remark.origin().key();
    var known = hall.known(RecordKind.COMMENT, key);
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
              hall.remember(tables, RecordKind.COMMENT, key, Long.toString(added));
              return added;
            });
    return Answer.imported(page(item.get(), Long.toString(id)), note);
  }

  private static String page(String item, String comment) {
    return MediaArrival.page(item) + "#comment-" + comment;
  }
}
