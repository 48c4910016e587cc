package contentgremlin.name;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A [CleanName] while it is found out, bit by bit. For one thread.
final class Draft {
  CleanName.Kind kind;
  String title = "";
  String show = "";
  int year;
  int season = CleanName.NOT_SAID;
  int episode = CleanName.NOT_SAID;
  int lastEpisode = CleanName.NOT_SAID;
  @Nullable LocalDate date;
  int part;
  String artist = "";
  String album = "";
  int disc;
  int track;
  String edition = "";
  String group = "";
  final List<String> notes = new ArrayList<>();
  final Map<String, String> ids = new LinkedHashMap<>();

  Draft(CleanName.Kind kind) {
    this.kind = kind;
  }

  /// With what stands beside the title in a name.
  void took(Release release) {
    part = release.part();
    edition = release.edition();
    group = release.group();
    notes.addAll(release.notes());
    release.ids().forEach(ids::putIfAbsent);
  }

  void episodes(int first, int last) {
    episode = first;
    lastEpisode = Math.max(first, last);
  }

  CleanName clean() {
    return new CleanName(
        kind,
        title,
        show,
        year,
        season,
        episode,
        lastEpisode,
        date,
        part,
        artist,
        album,
        disc,
        track,
        edition,
        group,
        notes,
        ids);
  }
}
