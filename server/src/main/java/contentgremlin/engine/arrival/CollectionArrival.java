package contentgremlin.engine.arrival;

import contentgremlin.arrival.Foreign;
import contentgremlin.arrival.OldAddress;
import contentgremlin.arrival.RecordKind;
import contentgremlin.community.CollectionId;
import contentgremlin.community.MediaCollection;
import contentgremlin.engine.arrival.Hall.Answer;
import contentgremlin.engine.arrival.PeopleArrival.Arrived;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.item.ItemId;
import java.util.Optional;

/// Imports what people put together, in their order.
final class CollectionArrival {
  /// The server makes others for itself: inboxes, followers.
  private static final String OF_PEOPLE = "core-user-defined";

  private static final int RANDOM_BYTES = 13;

  private final Hall hall;
  private final PeopleArrival people;
  private final MediaArrival media;

  CollectionArrival(Hall hall, PeopleArrival people, MediaArrival media) {
    this.hall = hall;
    this.people = people;
    this.media = media;
  }

  void run() {
    hall.forEach(hall.origin()::collections, this::take);
  }

  private void take(Foreign.Gathering gathering) {
    if (!gathering.type().isEmpty() && !gathering.type().equals(OF_PEOPLE)) {
      hall.tell(
          RecordKind.COLLECTION,
          gathering.id(),
          gathering.title(),
          () -> Answer.skipped("the server made it for itself: " + gathering.type()));
      return;
    }
    var answer =
        hall.tell(
            RecordKind.COLLECTION, gathering.id(), gathering.title(), () -> collection(gathering));
    var id = hall.known(RecordKind.COLLECTION, gathering.key()).map(CollectionId::new);
    for (var pick : hall.origin().picks(gathering.id(), MediaCollection.ITEMS_MAX)) {
      hall.requireGoing();
      hall.tell(
          RecordKind.COLLECTED,
          pick.id(),
          gathering.title(),
          () -> collected(gathering, id, pick, answer));
    }
  }

  private Answer collection(Foreign.Gathering gathering) {
    var owner = people.find(gathering.owner());
    if (owner.isEmpty()) {
      return Answer.skipped("who made it is not here: user " + gathering.owner());
    }
    var known = hall.known(RecordKind.COLLECTION, gathering.key()).map(CollectionId::new);
    if (known.isPresent()) {
      return isThere(known.get())
          ? Answer.known(page(known.get()), "")
          : Answer.known("", "was removed here since");
    }
    return hall.wanted().dryRun() ? Answer.importable("") : add(gathering, owner.get());
  }

  private boolean isThere(CollectionId id) {
    return hall.database().read(tables -> tables.collections().find(id)).isPresent();
  }

  private static String page(CollectionId id) {
    return "/collections/" + id.value();
  }

  private Answer add(Foreign.Gathering gathering, Arrived owner) {
    var title = UploadText.line(gathering.title(), MediaCollection.TITLE_LENGTH_MAX);
    var bytes = new byte[RANDOM_BYTES];
    hall.random().nextBytes(bytes);
    var id = CollectionId.from(bytes);
    var wanted =
        new MediaCollection(
            id,
            owner.account(),
            title.isEmpty() ? "Untitled" : title,
            UploadText.lines(gathering.description(), MediaCollection.DESCRIPTION_LENGTH_MAX),
            hall.wanted().visibility(),
            hall.date(gathering.created()));
    hall.database()
        .write(tables -> {
          var added = tables.collections().add(wanted);
          hall.remember(tables, RecordKind.COLLECTION, gathering.key(), id.value());
          var address = new OldAddress(OldAddress.Kind.COLLECTION, id.value());
          for (var slug : new String[] {gathering.slug(), Long.toString(gathering.id())}) {
            if (!slug.isBlank()) {
              tables.arrivals().lead(OldAddresses.collection(owner.oldName(), slug), address);
            }
          }
          return added;
        });
    return Answer.imported(page(id), "");
  }

  /// @param id of the collection here, if it is here
  private Answer collected(
      Foreign.Gathering gathering,
      Optional<CollectionId> id,
      Foreign.Pick pick,
      Answer collection) {
    var key = gathering.id() + "/" + pick.key();
    if (hall.known(RecordKind.COLLECTED, key).isPresent()) {
      return Answer.known(collection.target(), "");
    }
    if (pick.entry() == null) {
      return Answer.skipped("it is no media, or nothing any more");
    }
    var item = media.find(pick.entry());
    if (item.isEmpty()) {
      return Answer.skipped("its media are not here: media " + pick.entry());
    }
    if (hall.wanted().dryRun()) {
      return Answer.importable("");
    }
    if (id.isEmpty() || !isThere(id.get())) {
      return Answer.skipped("its collection is not here");
    }
    var note = UploadText.lines(pick.note(), MediaCollection.NOTE_LENGTH_MAX);
    var added = hall.date(pick.added());
    hall.database()
        .write(tables -> {
          hall.remember(tables, RecordKind.COLLECTED, key, item.get());
          return tables.collections().append(id.get(), new ItemId(item.get()), note, added);
        });
    return Answer.imported(collection.target(), "");
  }
}
