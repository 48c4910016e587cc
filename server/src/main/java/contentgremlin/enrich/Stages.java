package contentgremlin.enrich;

/// The stages that every item goes through, besides its grabbers. The words are in the rows.
public final class Stages {
  /// What the file's name says.
  public static final String PARSE = "parse";

  /// Files that grabbers found.
  public static final String DOWNLOAD = "download";

  /// All is known that can be known now.
  public static final String ENDING = "ending";

  /// Before a grabber's id: the kind of its jobs.
  public static final String GRAB = "grab-";

  private Stages() {}

  /// What jobs of this stage are called.
  public static String kind(String stage) {
    return isOne(stage) ? stage : GRAB + stage;
  }

  /// The stage that jobs of this kind carry out.
  public static String of(String jobKind) {
    return jobKind.startsWith(GRAB) ? jobKind.substring(GRAB.length()) : jobKind;
  }

  /// Whether jobs of this kind belong to an item's description.
  public static boolean isOne(String jobKind) {
    return jobKind.startsWith(GRAB)
        || jobKind.equals(PARSE)
        || jobKind.equals(DOWNLOAD)
        || jobKind.equals(ENDING);
  }
}
