package contentgremlin.engine.enrich;

import contentgremlin.enrich.Course.Station;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Wave;
import contentgremlin.item.Item;
import contentgremlin.library.Entry;
import contentgremlin.store.Database;
import contentgremlin.transcode.EmbeddedMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The grabbers, as they are set in one transaction.
final class Stations {
  private final Database.Tables tables;
  private final List<Grabber> active;
  private final Map<String, String> marks = new HashMap<>();

  /// Who says something of the file, and what is beside it, alone.
  private final Set<String> local =
      new HashSet<>(Set.of(EmbeddedMetadata.PROVIDER, ParseHandler.PROVIDER));

  Stations(Database.Tables tables, GrabberSettings settings) {
    this.tables = tables;
    this.active = settings.active(tables.settings());
    for (var grabber : active) {
      var profile = grabber.profile();
      marks.put(profile.id(), settings.mark(profile, tables.settings()));
      if (profile.wave() == Wave.LOCAL) {
        local.add(profile.id());
      }
    }
  }

  /// Those that apply to the item.
  ///
  /// @param parse the mark of its file
  List<Station> of(Item item, String parse) {
    var subjects = Subjects.of(tables, item);
    var stations = new ArrayList<Station>();
    for (var grabber : active) {
      var profile = grabber.profile();
      if (profile.types().contains(item.type())) {
        var subject = subjects.forGrabber(profile);
        if (grabber.appliesTo(subject)) {
          var beside = grabber.looksBeside() ? subjects.beside() : Map.<String, Entry>of();
          var mark = Marks.grab(beside, profile, mark(profile), parse, Set.copyOf(local), subject);
          stations.add(new Station(profile.id(), profile.wave(), mark));
        }
      }
    }
    return stations;
  }

  /// Of the grabber and its settings, without an item.
  String mark(Profile profile) {
    return marks.getOrDefault(profile.id(), "");
  }

  List<Grabber> active() {
    return active;
  }
}
