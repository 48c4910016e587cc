package contentgremlin.name;

import contentgremlin.item.MediaType;
import java.util.List;

/// Tells from the names of a file and its folders what it is. Values only, so for any thread; a
/// name costs some microseconds.
public final class NameCleaner {
  private final NameRules rules;

  public NameCleaner(NameRules rules) {
    this.rules = rules;
  }

  /// @param type what the file's bytes are
  /// @param folders on the way to the file, the library's root excluded
  /// @param stem the file's name without its ending
  /// @param told what its tags say already, if anything
  public CleanName clean(MediaType type, List<String> folders, String stem, Told told) {
    return switch (type) {
      case VIDEO -> video(folders, stem, told);
      case AUDIO -> song(folders, stem, told);
      case IMAGE -> picture(folders, stem);
      case DOCUMENT -> document(stem);
    };
  }

  /// An episode where name, folders or tags say so; a recording if a camera named it; else a film.
  public CleanName video(List<String> folders, String stem, Told told) {
    var clean = new Videos(rules, folders, stem, told).clean();
    return rules.own(clean, stem, OwnPattern.Use.VIDEO);
  }

  public CleanName song(List<String> folders, String stem, Told told) {
    var clean = Songs.clean(rules, folders, stem, told);
    return rules.own(clean, stem, OwnPattern.Use.AUDIO);
  }

  public CleanName picture(List<String> folders, String stem) {
    var draft = new Draft(CleanName.Kind.PICTURE);
    draft.title = Pictures.title(rules.dropWords(Spelling.cut(stem)));
    var time = PhotoDates.of(folders, stem);
    draft.date = time == null ? null : time.toLocalDate();
    return rules.own(draft.clean(), stem, OwnPattern.Use.OTHER);
  }

  public CleanName document(String stem) {
    return rules.own(Documents.clean(rules, stem), stem, OwnPattern.Use.OTHER);
  }

  /// Whether a text that was given as a title is only the name of a release: "Show.S01E02.720p".
  public boolean isRelease(String title) {
    var release = ReleaseReader.read(title, rules);
    return release.hasNotes() || (release.mark() != null && release.mark().season() >= 0);
  }
}
