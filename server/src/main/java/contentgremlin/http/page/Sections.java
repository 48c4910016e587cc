package contentgremlin.http.page;

import contentgremlin.account.Actor;
import contentgremlin.engine.Shelves;
import contentgremlin.http.page.Frame.Section;
import contentgremlin.shelf.Shelf;
import java.util.ArrayList;
import java.util.List;

/// The ways to what libraries hold: there is none that leads to nothing.
final class Sections {
  private final Shelves shelves;

  Sections(Shelves shelves) {
    this.shelves = shelves;
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
    return sections;
  }
}
