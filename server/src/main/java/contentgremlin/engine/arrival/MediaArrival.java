package contentgremlin.engine.arrival;

import contentgremlin.arrival.Foreign;
import contentgremlin.arrival.OldAddress;
import contentgremlin.arrival.RecordKind;
import contentgremlin.engine.arrival.Hall.Answer;
import contentgremlin.engine.arrival.OldChoice.Chosen;
import contentgremlin.engine.arrival.PeopleArrival.Arrived;
import contentgremlin.engine.upload.FirstBytes;
import contentgremlin.engine.upload.NewItems;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.store.Database;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Imports what people added, from the original bytes: whatever was made of them there, or failed
/// there, is made afresh here.
final class MediaArrival {
  private static final int RANDOM_BYTES = 13;

  private final Hall hall;
  private final PeopleArrival people;
  private final OldChoice choice;
  private final Leftovers leftovers;

  /// The items that entries have become; the empty string for those of a dry run.
  private final Map<Long, String> arrived = new HashMap<>();

  MediaArrival(Hall hall, PeopleArrival people, OldFiles files, Leftovers leftovers) {
    this.hall = hall;
    this.people = people;
    this.choice = new OldChoice(files);
    this.leftovers = leftovers;
  }

  /// @return the item that the entry is here; the empty string in a dry run; empty if it is none
  Optional<String> find(long entry) {
    return Optional.ofNullable(arrived.get(entry));
  }

  void run() {
    hall.forEach(hall.origin()::entries, this::take);
  }

  private void take(Foreign.Entry entry) {
    hall.tell(
        RecordKind.MEDIA,
        entry.id(),
        entry.title().isBlank() ? entry.slug() : entry.title(),
        () -> {
          if (!entry.isHere()) {
            return Answer.skipped("belongs to another server");
          }
          var known = hall.known(RecordKind.MEDIA, entry.key());
          return known.isPresent() ? known(entry, known.get()) : look(entry);
        });
  }

  private Answer known(Foreign.Entry entry, String item) {
    boolean isThere =
        hall.database().read(tables -> tables.items().find(new ItemId(item))).isPresent();
    if (!isThere) {
      return Answer.known("", "was removed here since");
    }
    arrived.put(entry.id(), item);
    return Answer.known(page(item), "");
  }

  static String page(String item) {
    return "/items/" + item;
  }

  private Answer look(Foreign.Entry entry) throws IOException {
    var owner = people.find(entry.owner());
    if (owner.isEmpty()) {
      return Answer.skipped("who added it is not here: user " + entry.owner());
    }
    return switch (choice.of(entry)) {
      case Chosen.None(var why) -> Answer.failed(why);
      case Chosen.File file -> look(entry, owner.get(), file);
    };
  }

  private Answer look(Foreign.Entry entry, Arrived owner, Chosen.File file) throws IOException {
    var looked = FirstLook.at(file.file());
    var refusal = looked.refusal(entry.mediaType());
    if (!refusal.isEmpty()) {
      return Answer.skipped(refusal);
    }
    if (hall.wanted().dryRun()) {
      arrived.put(entry.id(), "");
      return Answer.importable(notes(entry, file.note()));
    }
    var type = FirstBytes.guess(looked.head(), looked.signature());
    var copied = Copied.of(hall, leftovers, owner.account(), file.file(), file.name());
    return add(entry, owner, file, copied, type);
  }

  private Answer add(
      Foreign.Entry entry, Arrived owner, Chosen.File file, Copied copied, MediaType type)
      throws IOException {
    var bytes = new byte[RANDOM_BYTES];
    hall.random().nextBytes(bytes);
    var id = ItemId.from(bytes);
    var now = hall.time().instant();
    var item = item(id, entry, owner, file, copied, type);
    boolean isAdded = false;
    try {
      hall.database()
          .write(tables -> {
            var _ = NewItems.put(tables, copied.upload(), item, copied.digest(), now);
            tables.items().putMetadata(id, OldWords.of(entry, item, hall.origin().name(), now));
            hall.remember(tables, RecordKind.MEDIA, entry.key(), id.value());
            lead(tables, entry, owner, id);
            return id;
          });
      isAdded = true;
    } finally {
      if (!isAdded) {
        leftovers.remove(copied.upload());
      }
    }
    arrived.put(entry.id(), id.value());
    return Answer.imported(page(id.value()), notes(entry, file.note()));
  }

  private static void lead(Database.Tables tables, Foreign.Entry entry, Arrived owner, ItemId id) {
    var address = new OldAddress(OldAddress.Kind.ITEM, id.value());
    var slugs = new ArrayList<String>();
    if (!entry.slug().isBlank()) {
      slugs.add(entry.slug());
    }
    slugs.add("id:" + entry.id());
    slugs.add(Long.toString(entry.id()));
    for (var slug : slugs) {
      tables.arrivals().lead(OldAddresses.media(owner.oldName(), slug), address);
    }
  }

  private Item item(
      ItemId id,
      Foreign.Entry entry,
      Arrived owner,
      Chosen.File file,
      Copied copied,
      MediaType type) {
    var fileName = UploadText.line(file.name(), UploadText.NAME_LENGTH_MAX);
    var title = UploadText.line(entry.title(), Item.TITLE_LENGTH_MAX);
    return new Item(
        id,
        owner.account(),
        type,
        title.isEmpty() ? UploadText.titleFrom(fileName, Item.TITLE_LENGTH_MAX) : title,
        UploadText.lines(entry.description(), UploadText.DESCRIPTION_LENGTH_MAX),
        tags(entry.tags()),
        hall.wanted().visibility(),
        new Item.State.Processing(),
        new Source.Owned(
            copied.digest(), fileName, copied.upload().offset(), copied.upload().id().value()),
        MediaFacts.UNKNOWN,
        false,
        false,
        hall.date(entry.created()));
  }

  private static List<String> tags(List<String> old) {
    return old.stream()
        .map(tag -> UploadText.line(tag, UploadText.TAG_LENGTH_MAX))
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .limit(UploadText.TAGS_MAX)
        .toList();
  }

  private static String notes(Foreign.Entry entry, String note) {
    var notes = new ArrayList<String>();
    if (!note.isEmpty()) {
      notes.add(note);
    }
    if (entry.state().equals("failed")) {
      notes.add("had failed there: processed afresh");
    } else if (!entry.state().equals("processed")) {
      notes.add("was not processed to its end there: processed afresh");
    }
    if (entry.created() == null) {
      notes.add("does not say when it was added");
    }
    var broken = OldWords.complaint(entry.metadata());
    if (!broken.isEmpty()) {
      notes.add(broken);
    }
    if (entry.description().length() > UploadText.DESCRIPTION_LENGTH_MAX) {
      notes.add("its description was cut");
    }
    return String.join("; ", notes);
  }
}
