package contentgremlin.engine.arrival;

import contentgremlin.arrival.OldAddress;
import contentgremlin.arrival.RecordKind;
import contentgremlin.community.CollectionId;
import contentgremlin.community.MediaCollection;
import contentgremlin.engine.arrival.Hall.Answer;
import contentgremlin.engine.arrival.PeopleArrival.Arrived;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.extension.Arrival.Gathering;
import contentgremlin.extension.Arrival.Pick;
import contentgremlin.item.ItemId;
import contentgremlin.item.Visibility;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Imports what people put together, in their order.
final class CollectionArrival {
  private static final int RANDOM_BYTES = 13;

  private final Hall hall;
  private final PeopleArrival people;
  private final MediaArrival media;

  /// The collections that came, by their ids there.
  private final Map<String, Came> came = new HashMap<>();

  /// @param id here; empty in a dry run
  /// @param picks how many were put into it in this run
  private record Came(Optional<CollectionId> id, int picks) {
    String page() {
      return id.map(CollectionArrival::page).orElse("");
    }
  }

  CollectionArrival(Hall hall, PeopleArrival people, MediaArrival media) {
    this.hall = hall;
    this.people = people;
    this.media = media;
  }

  Answer take(Gathering gathering) {
    return hall.tell(RecordKind.COLLECTION.word(), gathering.origin(), () -> collection(gathering));
  }

  private Answer collection(Gathering gathering) {
    var owner = people.find(gathering.owner());
    if (owner.isEmpty()) {
      return Answer.skipped("who made it is not here: user " + gathering.owner());
    }
    var visibility = hall.visibility(gathering.visibility());
    var known = hall.known(RecordKind.COLLECTION, gathering.origin().key()).map(CollectionId::new);
    if (known.isPresent() && !isThere(known.get())) {
      return Answer.known("", "was removed here since");
    }
    if (known.isPresent()) {
      came.put(gathering.origin().id(), new Came(known, 0));
      return Answer.known(page(known.get()), "");
    }
    if (hall.wanted().dryRun()) {
      came.put(gathering.origin().id(), new Came(Optional.empty(), 0));
      return Answer.importable("");
    }
    var id = newId();
    add(gathering, collection(id, gathering, owner.get(), visibility));
    came.put(gathering.origin().id(), new Came(Optional.of(id), 0));
    return Answer.imported(page(id), "");
  }

  private boolean isThere(CollectionId id) {
    return hall.database().read(tables -> tables.collections().find(id)).isPresent();
  }

  private static String page(CollectionId id) {
    return "/collections/" + id.value();
  }

  private CollectionId newId() {
    var bytes = new byte[RANDOM_BYTES];
    hall.random().nextBytes(bytes);
    return CollectionId.from(bytes);
  }

  private MediaCollection collection(
      CollectionId id, Gathering gathering, Arrived owner, Visibility visibility) {
    var title = UploadText.line(gathering.title(), MediaCollection.TITLE_LENGTH_MAX);
    return new MediaCollection(
        id,
        owner.account(),
        title.isEmpty() ? "Untitled" : title,
        UploadText.lines(gathering.description(), MediaCollection.DESCRIPTION_LENGTH_MAX),
        visibility,
        hall.date(gathering.created()));
  }

  private void add(Gathering gathering, MediaCollection wanted) {
    var id = wanted.id().value();
    hall.database()
        .write(tables -> {
          var added = tables.collections().add(wanted);
          hall.remember(tables, RecordKind.COLLECTION, gathering.origin().key(), id);
          Hall.lead(tables, gathering.addresses(), new OldAddress(OldAddress.Kind.COLLECTION, id));
          return added;
        });
  }

  Answer take(Pick pick) {
    return hall.tell(RecordKind.COLLECTED.word(), pick.origin(), () -> collected(pick));
  }

  private Answer collected(Pick pick) {
    var collection = came.get(pick.collection());
    if (hall.known(RecordKind.COLLECTED, pick.origin().key()).isPresent()) {
      return Answer.known(collection == null ? "" : collection.page(), "");
    }
    var item = media.find(pick.media());
    if (item.isEmpty()) {
      return Answer.skipped("its media are not here: media " + pick.media());
    }
    if (collection == null) {
      return Answer.skipped("its collection is not here");
    }
    if (collection.picks() == MediaCollection.ITEMS_MAX) {
      return Answer.skipped(
          "no collection here has more than " + MediaCollection.ITEMS_MAX + " items");
    }
    came.put(pick.collection(), new Came(collection.id(), collection.picks() + 1));
    if (hall.wanted().dryRun() || collection.id().isEmpty()) {
      return Answer.importable("");
    }
    append(pick, collection.id().get(), item.get());
    return Answer.imported(collection.page(), "");
  }

  private void append(Pick pick, CollectionId collection, String item) {
    var note = UploadText.lines(pick.note(), MediaCollection.NOTE_LENGTH_MAX);
    var added = hall.date(pick.added());
    hall.database()
        .write(tables -> {
          hall.remember(tables, RecordKind.COLLECTED, pick.origin().key(), item);
          return tables.collections().append(collection, new ItemId(item), note, added);
        });
  }
}
