package contentgremlin.engine.arrival;

import contentgremlin.account.AccountId;
import contentgremlin.arrival.OldAddress;
import contentgremlin.arrival.RecordKind;
import contentgremlin.engine.arrival.Hall.Answer;
import contentgremlin.engine.arrival.PeopleArrival.Arrived;
import contentgremlin.engine.upload.FirstBytes;
import contentgremlin.engine.upload.NewItems;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.extension.Arrival.Choice;
import contentgremlin.extension.Arrival.Media;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Imports what people added, from a file's bytes: whatever was made of them there, or failed
/// there, is made afresh here.
final class MediaArrival {
  private static final int RANDOM_BYTES = 13;

  private final Hall hall;
  private final PeopleArrival people;
  private final Leftovers leftovers;

  /// The items that media have become, by their ids there; the empty string for those of a dry run.
  private final Map<String, String> arrived = new HashMap<>();

  MediaArrival(Hall hall, PeopleArrival people, Leftovers leftovers) {
    this.hall = hall;
    this.people = people;
    this.leftovers = leftovers;
  }

  /// @param media the id there
  /// @return the item that they are here; the empty string in a dry run; empty if they are none
  Optional<String> find(String media) {
    return Optional.ofNullable(arrived.get(media));
  }

  Answer take(Media media) {
    return hall.tell(
        RecordKind.MEDIA.word(),
        media.origin(),
        () -> {
          var known = hall.known(RecordKind.MEDIA, media.origin().key());
          return known.isPresent() ? known(media, known.get()) : look(media);
        });
  }

  private Answer known(Media media, String item) {
    boolean isThere =
        hall.database().read(tables -> tables.items().find(new ItemId(item))).isPresent();
    if (!isThere) {
      return Answer.known("", "was removed here since");
    }
    arrived.put(media.origin().id(), item);
    return Answer.known(page(item), "");
  }

  static String page(String item) {
    return "/items/" + item;
  }

  private Answer look(Media media) throws IOException {
    var owner =
        media.owner().isEmpty() ? Optional.of(new Arrived(null)) : people.find(media.owner());
    if (owner.isEmpty()) {
      return Answer.skipped("who added it is not here: user " + media.owner());
    }
    var visibility = hall.visibility(media.visibility());
    return switch (media.files().choose()) {
      case Choice.None(var why) -> Answer.failed(why);
      case Choice.Taken(OwnFile file, var note) ->
          look(new Picked(media, owner.get().account(), visibility, file, notes(media, note)));
      case Choice.Taken _ -> Answer.failed("its file is none of the folder that was named");
    };
  }

  /// A record with what was found out about it so far.
  ///
  /// @param notes for the report
  private record Picked(
      Media media, @Nullable AccountId owner, Visibility visibility, OwnFile file, String notes) {
    String key() {
      return media.origin().key();
    }
  }

  /// The file is opened once: what was looked at is what is copied.
  private Answer look(Picked picked) throws IOException {
    try (var bytes = picked.file().open()) {
      var looked = FirstLook.at(bytes);
      var refusal = looked.refusal(picked.media().sort());
      if (!refusal.isEmpty()) {
        return Answer.skipped(refusal);
      }
      if (hall.wanted().dryRun()) {
        arrived.put(picked.media().origin().id(), "");
        return Answer.importable(picked.notes());
      }
      var type = FirstBytes.guess(looked.head(), looked.signature());
      return add(
          picked, Copied.of(hall, leftovers, picked.owner(), bytes, picked.file().name()), type);
    }
  }

  private Answer add(Picked picked, Copied copied, MediaType type) throws IOException {
    var bytes = new byte[RANDOM_BYTES];
    hall.random().nextBytes(bytes);
    var id = ItemId.from(bytes);
    var now = hall.time().instant();
    var item = item(id, picked, copied, type);
    boolean isAdded = false;
    try {
      hall.database()
          .write(tables -> {
            var _ = NewItems.put(tables, copied.upload(), item, copied.digest(), now);
            tables.items().putMetadata(id, Words.of(picked.media(), item, hall.importer(), now));
            hall.remember(tables, RecordKind.MEDIA, picked.key(), id.value());
            Hall.lead(
                tables,
                picked.media().addresses(),
                new OldAddress(OldAddress.Kind.ITEM, id.value()));
            return id;
          });
      isAdded = true;
    } finally {
      if (!isAdded) {
        leftovers.remove(copied.upload());
      }
    }
    arrived.put(picked.media().origin().id(), id.value());
    return Answer.imported(page(id.value()), picked.notes());
  }

  private Item item(ItemId id, Picked picked, Copied copied, MediaType type) {
    var media = picked.media();
    var fileName = UploadText.line(picked.file().name(), UploadText.NAME_LENGTH_MAX);
    var title = UploadText.line(media.title(), Item.TITLE_LENGTH_MAX);
    return new Item(
        id,
        picked.owner(),
        type,
        title.isEmpty() ? UploadText.titleFrom(fileName, Item.TITLE_LENGTH_MAX) : title,
        UploadText.lines(media.description(), UploadText.DESCRIPTION_LENGTH_MAX),
        tags(media.tags()),
        picked.visibility(),
        new Item.State.Processing(),
        new Source.Owned(
            copied.digest(), fileName, copied.upload().offset(), copied.upload().id().value()),
        MediaFacts.UNKNOWN,
        false,
        false,
        hall.date(media.created()));
  }

  private static List<String> tags(List<String> old) {
    return old.stream()
        .map(tag -> UploadText.line(tag, UploadText.TAG_LENGTH_MAX))
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .limit(UploadText.TAGS_MAX)
        .toList();
  }

  private static String notes(Media media, String choice) {
    var notes = new ArrayList<String>();
    notes.add(choice);
    notes.add(media.note());
    if (media.created().isEmpty()) {
      notes.add("does not say when it was added");
    }
    if (media.description().length() > UploadText.DESCRIPTION_LENGTH_MAX) {
      notes.add("its description was cut");
    }
    notes.removeIf(String::isEmpty);
    return String.join("; ", notes);
  }
}
