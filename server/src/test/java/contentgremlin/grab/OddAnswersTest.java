package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.engine.extend.Bundled;
import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Problem;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.Question;
import contentgremlin.enrich.Reply;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.item.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Whatever a provider says, a grabber finds something or nothing, or says that it got no answer.
class OddAnswersTest {
  private static final int TRIES = 40;
  private static final int DEPTH_MAX = 5;
  private static final String UUID = "11111111-1111-4111-8111-111111111111";

  /// With those of the extensions that come with the program.
  private static final List<Grabber> ALL =
      Stream.concat(Grabbers.all().stream(), Stream.of(Bundled.grabber("coverart"))).toList();

  /// Members that any of the providers has, so that odd answers reach deep into what reads them.
  private static final List<String> NAMES =
      Stream.of(
              "recordings releases artist-credit artist name id title length media tracks position",
              "track-count release-group relations type target-type url resource work label-info"
                  + " label",
              "images front thumbnails 1200 image syncedLyrics plainLyrics instrumental trackName",
              "results translations data overview credits cast crew job release_dates posters"
                  + " file_path",
              "iso_639_1 iso_3166_1 external_ids genres networks movie_results tv_results show"
                  + " _embedded",
              "person season number summary network country token tvdb_id nameTranslations"
                  + " language",
              "overviewTranslations characters peopleType personName remoteIds sourceName artworks",
              "episodes aliases track album toptags tag tags wiki content error message entities"
                  + " Q1",
              "labels descriptions sitelinks enwiki claims P577 mainsnak datavalue value time en",
              "query search extract content_urls desktop page ISBN:9780000000002 authors"
                  + " publishers",
              "subjects cover large docs author_name key covers description status ok artists"
                  + " score",
              "secure_base_url keywords adult rating mbid success standard media 1 /works/OL1W Q1"
                  + " S")
          .flatMap(line -> Stream.of(line.split(" ", -1)))
          .toList();

  /// Answers everything with the same.
  private record Same(String answer) implements Sources {
    @Override
    public Optional<Reply> ask(Question question) {
      return Optional.of(new Reply("application/json", answer));
    }

    @Override
    public UnansweredException unanswered(Question question, Problem problem, String reason) {
      return new UnansweredException(reason, Duration.ZERO);
    }

    @Override
    public void absent(Question question) {}

    @Override
    public Optional<String> beside(String name) {
      return Optional.of(answer);
    }

    @Override
    public Optional<String> output(String name) {
      return Optional.of(answer);
    }

    @Override
    public Optional<byte[]> outputBytes(String name) {
      return Optional.of(answer.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public String setting(String name) {
      return "set";
    }

    @Override
    public String address(Provider provider) {
      return provider.address();
    }

    @Override
    public List<String> languages() {
      return List.of("en", "pt-BR", "zz");
    }
  }

  private static List<Subject> subjects() {
    return List.of(
        Known.song("1", "S").lasting(3).beside("album.nfo", "1.lrc").subject(),
        Known.song("1", "S")
            .says("titles", "album", "S")
            .says("identifier", "musicbrainz_track", UUID)
            .says("identifier", "musicbrainz_album", UUID)
            .says("identifier", "acoustid", UUID)
            .says("identifier", "wikidata_album", "Q1")
            .lasting(3)
            .subject(),
        Known.film("S", 1999)
            .says("identifier", "wikidata", "Q1")
            .beside("movie.nfo", "S.xmp")
            .subject(),
        Known.film("S", 1999).says("identifier", "imdb", "tt1234567").subject(),
        Known.episode("S", 1, 1).beside("tvshow.nfo").subject(),
        Known.file(MediaType.DOCUMENT, "S.epub").says("entities", "author", "S").subject(),
        Known.file(MediaType.DOCUMENT, "S.epub")
            .says("identifier", "isbn", "9780000000002")
            .subject());
  }

  private static JsonNode odd(Random dice, int depth) {
    var nodes = JsonNodeFactory.instance;
    int kind = depth >= DEPTH_MAX ? dice.nextInt(6) : dice.nextInt(12);
    return switch (kind) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(dice.nextBoolean());
      case 2 -> nodes.numberNode(dice.nextInt());
      case 3 -> nodes.numberNode(dice.nextGaussian() * 1e300);
      case 4 -> nodes.stringNode("");
      case 5 -> nodes.stringNode(NAMES.get(dice.nextInt(NAMES.size())));
      case 6, 7, 8 -> {
        var list = nodes.arrayNode();
        for (int i = dice.nextInt(2); i >= 0; i--) {
          list.add(odd(dice, depth + 1));
        }
        yield list;
      }
      default -> {
        var members = nodes.objectNode();
        for (int i = depth < 2 ? 16 : 3; i > 0; i--) {
          members.set(NAMES.get(dice.nextInt(NAMES.size())), odd(dice, depth + 1));
        }
        yield members;
      }
    };
  }

  private static void grab(Grabber grabber, Subject subject, String answer, String what)
      throws InterruptedException {
    if (!grabber.appliesTo(subject)) {
      return;
    }
    try {
      var grabbed = grabber.grab(subject, new Same(answer));
      if (grabbed instanceof Grabbed.Found(var statements, var wanted)) {
        assertThat(statements.size() + wanted.size()).isPositive();
        assertThat(statements).allMatch(said -> !said.value().isBlank());
        assertThat(wanted).allMatch(one -> one.address().startsWith("http"));
      }
    } catch (UnansweredException e) {
      assertThat(e).as(what).hasMessageNotContaining("null");
    } catch (RuntimeException e) {
      throw new AssertionError(grabber.profile().id() + " " + what + ": " + answer, e);
    }
  }

  @Test
  void nothing_that_a_provider_says_breaks_a_grabber() throws Exception {
    long seed = Long.getLong("contentgremlin.seed", 20_261_120);
    var dice = new Random(seed);
    for (int each = 0; each < TRIES; each++) {
      String answer = odd(dice, 0).toString();
      for (var grabber : ALL) {
        for (var subject : subjects()) {
          grab(grabber, subject, answer, "seed " + seed + ", try " + each);
        }
      }
    }
  }

  @Test
  void neither_do_answers_that_are_no_json() throws Exception {
    for (var answer :
        List.of(
            "",
            " ",
            "null",
            "7",
            "\"x\"",
            "{",
            "[",
            "{}",
            "[]",
            "<html></html>",
            "\0\0",
            "[".repeat(5_000))) {
      for (var grabber : ALL) {
        for (var subject : subjects()) {
          grab(grabber, subject, answer, "no json");
        }
      }
    }
  }

  @Test
  void every_grabber_says_who_it_is_once() {
    var profiles = ALL.stream().map(Grabber::profile).toList();

    assertThat(profiles).extracting(profile -> profile.id()).doesNotHaveDuplicates().hasSize(19);
    assertThat(profiles)
        .allMatch(profile -> profile.id().matches("[a-z0-9-]{2,20}"))
        .allMatch(profile -> profile.capability().endsWith("."))
        .allMatch(profile -> profile.asked().map(it -> !it.address().endsWith("/")).orElse(true));
  }
}
