package contentgremlin.engine.enrich;

import contentgremlin.account.Actor;
import contentgremlin.engine.Items;
import contentgremlin.engine.WorkSignal;
import contentgremlin.engine.library.Libraries;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.Stages;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.library.Entry;
import contentgremlin.library.FileRole;
import contentgremlin.library.Library;
import contentgremlin.library.MediaNames;
import contentgremlin.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Somebody wants an item described now: it goes before all others at every stage. Thread-safe.
public final class Demands {
  private static final int ID_BYTES = 13;
  private static final int PATH_LENGTH_MAX = 4_096;

  /// How long a file that just came to a library may take to be found.
  private static final Duration FINDING_LIMIT = Duration.ofSeconds(30);

  /// A busy database changes all the time.
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  /// Another server may be the one that finds it.
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final Database database;
  private final Items items;
  private final Libraries libraries;
  private final InstantSource time;
  private final SecureRandom random;
  private final WorkSignal news = new WorkSignal();

  public Demands(
      Database database,
      Items items,
      Libraries libraries,
      InstantSource time,
      SecureRandom random) {
    this.database = database;
    this.items = items;
    this.libraries = libraries;
    this.time = time;
    this.random = random;
    database.afterCommit(news::tell);
  }

  public sealed interface Answer {
    /// @param after the number of the last event before the demand
    /// @param known what was found out before, and holds still
    record Granted(Item item, long after, List<Fact> known) implements Answer {}

    record Unknown() implements Answer {}

    record Forbidden() implements Answer {}

    record Refused(String why) implements Answer {}
  }

  public Answer item(ItemId id, Actor actor) {
    long after = database.read(tables -> tables.events().newest());
    return switch (items.demand(id, actor)) {
      case Items.Change.Made(var item) -> new Answer.Granted(item, after, known(item));
      case Items.Change.Unknown() -> new Answer.Unknown();
      case Items.Change.Forbidden() -> new Answer.Forbidden();
      case Items.Change.Impossible(var why) -> new Answer.Refused(why);
    };
  }

  /// @param path of a file on the server's machine, absolute. One outside every library becomes an
  ///   item of its own; only administrators may ask for such
  public Answer path(String path, Actor actor) throws InterruptedException {
    var file = plain(path);
    if (file.isEmpty()) {
      return new Answer.Refused("This is no absolute path: " + path);
    }
    var place = libraryOf(file.get());
    if (place.isPresent()) {
      return inLibrary(place.get(), actor);
    }
    if (!actor.canAdminister()) {
      return new Answer.Forbidden();
    }
    return external(file.get(), actor);
  }

  private static Optional<String> plain(String path) {
    if (path.length() > PATH_LENGTH_MAX || path.indexOf('\0') >= 0 || !path.startsWith("/")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(path).normalize().toString());
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// @param folder below the root, with a slash at its end; empty for the root
  private record Place(Library library, String folder, String name) {}

  private Optional<Place> libraryOf(String file) {
    return database.read(tables -> tables.libraries().all()).stream()
        .filter(library -> file.startsWith(library.root() + "/"))
        .map(library -> {
          var below = file.substring(library.root().length() + 1);
          int end = below.lastIndexOf('/') + 1;
          return new Place(library, below.substring(0, end), below.substring(end));
        })
        .findFirst();
  }

  private Answer inLibrary(Place place, Actor actor) throws InterruptedException {
    var known = itemAt(place);
    if (known.isEmpty() && actor.canModerate()) {
      libraries.look(place.library().id(), place.folder());
      long end = System.nanoTime() + FINDING_LIMIT.toNanos();
      while (known.isEmpty() && System.nanoTime() < end) {
        long seen = news.count();
        long looked = System.nanoTime();
        known = itemAt(place);
        if (known.isEmpty()) {
          var _ = news.await(seen, LOOK_AGAIN.toNanos());
          pause(looked + BETWEEN_LOOKS.toNanos() - System.nanoTime());
        }
      }
    }
    return known.isPresent() ? item(known.get(), actor) : new Answer.Unknown();
  }

  private static void pause(long nanos) throws InterruptedException {
    if (nanos > 0) {
      Thread.sleep(Duration.ofNanos(nanos));
    }
  }

  private Optional<ItemId> itemAt(Place place) {
    return database.read(tables ->
        tables
            .libraries()
            .folder(place.library().id(), place.folder())
            .flatMap(folder -> tables.libraries().entry(folder.id(), place.name()))
            .flatMap(entry -> Optional.ofNullable(ofMedia(entry))));
  }

  private static @Nullable ItemId ofMedia(Entry entry) {
    return entry.role() == FileRole.MEDIA ? entry.item() : null;
  }

  private Answer external(String path, Actor actor) {
    var file = Path.of(path);
    long size;
    try {
      if (!Files.isRegularFile(file)) {
        return new Answer.Refused("There is no file here: " + path);
      }
      if (!Files.isReadable(file)) {
        return new Answer.Refused("The server may not read this file: " + path);
      }
      size = Files.size(file);
    } catch (IOException e) {
      return new Answer.Refused("This file can't be looked at: " + e.getMessage());
    }
    var id = database.write(tables -> external(tables, path, size));
    return item(id, actor);
  }

  private ItemId external(Database.Tables tables, String path, long size) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    var source = new Source.External(path, name, size);
    var now = time.instant();
    var known = tables.items().external(path);
    if (known.isPresent()) {
      var item = known.get();
      if (!item.source().equals(source)) {
        tables.items().update(item.from(source));
        tables.events().append(new Fact.ItemChanged(item.id()), now);
      }
      return item.id();
    }
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    var item =
        new Item(
            ItemId.from(bytes),
            null,
            MediaNames.type(name),
            UploadText.titleFrom(name, Item.TITLE_LENGTH_MAX),
            "",
            List.of(),
            Visibility.PRIVATE,
            new Item.State.Published(now),
            source,
            MediaFacts.UNKNOWN,
            false,
            true,
            now);
    tables.items().add(item);
    tables.events().append(new Fact.ItemCreated(item.id()), now);
    return item.id();
  }

  private List<Fact> known(Item item) {
    return database.read(tables -> {
      var facts = new ArrayList<Fact>();
      var outcomes = tables.enrichment().outcomes(item.id());
      var parse = Marks.parse(tables, item);
      for (var outcome : outcomes) {
        if (outcome.stage().equals(Stages.PARSE) && outcome.mark().equals(parse)) {
          facts.addFirst(new Fact.ItemParsed(item.id()));
        }
      }
      if (!facts.isEmpty()) {
        outcomes.stream()
            .filter(outcome -> outcome.kind() == Outcome.Kind.DONE)
            .filter(outcome -> !Stages.isOne(outcome.stage()))
            .forEach(outcome -> facts.add(new Fact.ItemGrabbed(item.id(), outcome.stage())));
        tables.pictures().of(item.id()).stream()
            .filter(picture -> picture.file() != null)
            .map(picture -> picture.wanted().kind().word())
            .distinct()
            .forEach(what -> facts.add(new Fact.ItemDownloaded(item.id(), what)));
      }
      return facts;
    });
  }
}
