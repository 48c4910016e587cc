package contentgremlin.coverart;

import contentgremlin.extension.Answer;
import contentgremlin.extension.Grabber;
import contentgremlin.extension.Host;
import contentgremlin.extension.Item;
import contentgremlin.extension.Json;
import contentgremlin.extension.Provider;
import contentgremlin.extension.Sources;
import contentgremlin.extension.Sources.Question;
import contentgremlin.extension.Sources.Reply;
import contentgremlin.extension.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The front of an album: that of the release, else one of its group. Stateless, thread-safe.
record Fronts(Host host) implements Grabber {
  /// It has no rule of its own; what it needs is fetched from an archive that does not like haste.
  private static final Provider ARCHIVE =
      new Provider(
          "coverart",
          "Cover Art Archive",
          "https://coverartarchive.org",
          2,
          Duration.ofSeconds(1),
          false,
          Duration.ofDays(30),
          Duration.ofDays(7));

  private static final String RELEASE = "musicbrainz_album";
  private static final String GROUP = "musicbrainz_release_group";

  private static final Profile PROFILE =
      new Profile(
          "coverart",
          1,
          "Cover Art Archive",
          "Finds the covers of albums that MusicBrainz knows.",
          Set.of("audio"),
          Profile.MORE,
          Profile.CATALOGUE,
          List.of(ARCHIVE),
          Set.of("identifier/" + RELEASE + " or identifier/" + GROUP),
          Set.of());

  private static final int OF_RELEASE = 300;
  private static final int OF_GROUP = 250;

  /// Large enough for any page, and a fraction of most originals.
  private static final List<String> SIZES = List.of("1200", "large", "500", "small", "250");

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final Answer NOTHING = new Answer.Nothing(List.of());

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public Answer grab(Subject subject, Sources sources) throws InterruptedException {
    var item = subject.item();
    var ofRelease = front("release", uuid(item, RELEASE), OF_RELEASE, sources);
    return ofRelease instanceof Answer.Nothing
        ? front("release-group", uuid(item, GROUP), OF_GROUP, sources)
        : ofRelease;
  }

  /// The first of perhaps several; the empty string if there is none.
  private static String uuid(Item item, String key) {
    var found = UUID.matcher(item.value("identifier", key).toLowerCase(Locale.ROOT));
    return found.find() ? found.group() : "";
  }

  private Answer front(String kind, String id, int priority, Sources sources)
      throws InterruptedException {
    if (id.isEmpty()) {
      return NOTHING;
    }
    var question = Question.of(ARCHIVE, sources.address(ARCHIVE) + "/" + kind + "/" + id);
    return switch (sources.ask(question)) {
      case Reply.Text text -> front(text.text(), question, priority, sources);
      case Reply.Nothing _ -> NOTHING;
      case Reply.Unanswered unanswered -> unanswered.failed();
    };
  }

  /// What is no JSON is no answer: that there is nothing is never concluded from it.
  private Answer front(String text, Question question, int priority, Sources sources) {
    return host.json(text)
        .filter(_ -> text.stripLeading().startsWith("{"))
        .map(answer -> front(answer, priority, sources))
        .orElseGet(() ->
            sources.disbelieve(question, "it answered something that is no JSON object").failed());
  }

  private static Answer front(Json answer, int priority, Sources sources) {
    return answer.list("images").stream()
        .filter(image -> image.text("front").equals("true"))
        .map(Fronts::size)
        .filter(address -> address.matches("https?://.+"))
        .findFirst()
        .<Answer>map(address ->
            new Answer.Found(
                List.of(),
                List.of(new Answer.Wanted("cover", own(address, sources), "", priority))))
        .orElse(NOTHING);
  }

  private static String size(Json image) {
    return SIZES.stream()
        .map(size -> image.text("thumbnails", size))
        .filter(address -> !address.isEmpty())
        .findFirst()
        .orElseGet(() -> image.text("image"));
  }

  /// Its answers name it without encryption, and a mirror's still name the original.
  private static String own(String address, Sources sources) {
    String path = address.replaceFirst("\\Ahttps?://coverartarchive\\.org(?=/)", "");
    return path.equals(address) ? address : sources.address(ARCHIVE) + path;
  }
}
