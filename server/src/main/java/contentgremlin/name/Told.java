package contentgremlin.name;

/// What something more reliable than the name says already, that is, the file's tags: the name is
/// then read in its light.
///
/// @param show empty if they do not say; so are the other texts
/// @param season -1 if they do not say
/// @param episode 0 if they do not say
public record Told(String title, String show, int season, int episode, String artist) {
  public static final Told NOTHING = new Told("", "", CleanName.NOT_SAID, 0, "");
}
