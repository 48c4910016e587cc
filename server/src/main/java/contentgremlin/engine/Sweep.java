package contentgremlin.engine;

import java.util.Locale;

/// What the sweeper does. Each action is counted and shown; the words are kept in the database.
public enum Sweep {
  UPLOADS_EXPIRED("Half uploads removed because nobody went on with them"),
  UPLOAD_FOLDERS("Folders of uploads removed that nothing needs any more"),
  ATTEMPT_FOLDERS("What attempts of closed jobs had left behind, removed"),
  ORPHANS_ENDED("Tools ended that worked for no job any more"),
  EVENTS("Events removed because they were too old"),
  STAGES("Ended stages of descriptions removed from the list of jobs; what came of them is kept"),
  ANSWERS("Answers of providers removed that had not been believed for a while"),
  TRASH("Items removed because they lay in the trash for long enough"),
  MISSING("Items of libraries removed because their files had been gone for long enough"),
  RENDITIONS("Renditions removed that newer ones had replaced"),
  UNREFERENCED("Files removed that nothing had referred to for the whole grace period"),
  PICTURES("Pictures from elsewhere removed because no item had wanted them for a while"),
  OLDER_DATABASES(
      "Databases of older versions removed because there were newer ones to go back to"),
  STRANDED("Items put back to work that nothing worked on");

  private final String meaning;

  Sweep(String meaning) {
    this.meaning = meaning;
  }

  public String meaning() {
    return meaning;
  }

  /// "uploads-expired"
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
