package contentgremlin.http.page;

import contentgremlin.account.Actor;
import contentgremlin.engine.Shelves;
import contentgremlin.http.page.Frame.Section;
import contentgremlin.shelf.Shelf;
import contentgremlin.store.Database;
import java.util.ArrayList;
import java.util.List;

/// The ways to what libraries hold: there is none that leads to nothing.
final class Sections {
  private final Database database;
  private final Shelves shelves;

  Sections(Database database) {
    this.database = database;
    this.shelves = new Shelves(database);
  }

  List<Section> of(Actor actor) {
    var kinds = shelves.kinds(actor);
    var sections = new ArrayList<Section>();
    if (kinds.contains(Shelf.Kind.ALBUM)) {
      sections.add(new Section("Albums", "/albums", Icon.DISC));
      sections.add(new Section("Artists", "/artists", Icon.PERSON));
      sections.add(new Section("Genres", "/genres", Icon.MASKS));
      sections.add(new Section("Years", "/years", Icon.LIST));
    }
    if (kinds.contains(Shelf.Kind.SERIES)) {
      sections.add(new Section("Series", "/series", Icon.SCREEN));
    }
    if (kinds.contains(Shelf.Kind.MONTH)) {
      sections.add(new Section("Photos", "/photos", Icon.CALENDAR));
    }
    if (hasLibrary(actor)) {
      sections.add(new Section("Folders", "/libraries", Icon.FOLDER));
    }
    return sections;
  }

  private boolean hasLibrary(Actor actor) {
    return database.read(tables -> tables.libraries().all()).stream()
        .anyMatch(library -> TreePages.isSeen(library, actor));
  }
}
