package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Problem;
import contentgremlin.enrich.UnansweredException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WikidataTest {
  private static final String ENTITY =
      """
      {"entities": {"Q990001": {"type": "item", "id": "Q990001",
        "labels": {"en": {"language": "en", "value": "The Seawall"}, "de": {"language": "de", "value": "Die Mole"}},
        "descriptions": {"en": {"language": "en", "value": "2011 film"}},
        "claims": {"P577": [
          {"mainsnak": {"snaktype": "value", "property": "P577", "datavalue": {"type": "time",
            "value": {"time": "+2011-04-06T00:00:00Z", "precision": 11}}}, "rank": "normal"},
          {"mainsnak": {"snaktype": "value", "property": "P577", "datavalue": {"type": "time",
            "value": {"time": "+2011-00-00T00:00:00Z", "precision": 9}}}, "rank": "normal"}]},
        "sitelinks": {"enwiki": {"site": "enwiki", "title": "The Seawall (film)", "badges": []}}}},
       "success": 1}
      """;
  private static final String ARTICLE =
      """
      {"type": "standard", "title": "The Seawall (film)", "lang": "en", "description": "2011 film",
       "extract": "The Seawall is a film about a village.",
       "content_urls": {"desktop": {"page": "https://en.wikipedia.org/wiki/The_Seawall_(film)"}}}
      """;

  private final Wikidata grabber = new Wikidata();

  private static Canned server() {
    return new Canned()
        .answers("/w/api.php?format=json&action=wbgetentities&ids=Q990001", ENTITY)
        .answers("/api/rest_v1/page/summary/The_Seawall_%28film%29", ARTICLE);
  }

  @Test
  void a_thing_and_its_article_are_described() throws Exception {
    var server = server().wants("en-GB", "de");

    var said = server.found(grabber, Known.film("x", 0).says("identifier", "wikidata", "Q990001"));

    assertThat(said)
        .containsEntry("titles/title@de", List.of("Die Mole"))
        .containsEntry("miscellaneous/summary@en", List.of("2011 film"))
        .containsEntry(
            "miscellaneous/description@en", List.of("The Seawall is a film about a village."))
        .containsEntry("legal/description_license@en", List.of("CC BY-SA 4.0"))
        .containsEntry("temporal/date", List.of("2011"));
    assertThat(server.addresses().getLast())
        .startsWith("https://en.wikipedia.org/api/rest_v1/page/summary/");
  }

  @Test
  void a_film_that_another_catalogue_knows_is_found_by_that() throws Exception {
    var server =
        server()
            .answers(
                "/w/api.php?format=json&action=query&list=search&srsearch=haswbstatement%3AP345%3Dtt9900001",
                """
                {"batchcomplete": "", "query": {"searchinfo": {"totalhits": 1},
                  "search": [{"ns": 0, "title": "Q990001", "pageid": 1}]}}
                """);

    assertThat(server.found(grabber, Known.film("x", 0).says("identifier", "imdb", "tt9900001")))
        .containsEntry("identifier/wikidata", List.of("Q990001"));
  }

  @Test
  void of_an_album_only_its_article_is_told() throws Exception {
    var said =
        server()
            .found(grabber, Known.song("A", "B").says("identifier", "wikidata_album", "Q990001"));

    assertThat(said)
        .containsKey("miscellaneous/album_description@en")
        .doesNotContainKeys("titles/title@en", "identifier/wikidata");
  }

  @Test
  void a_mirror_stands_in_for_all_languages() throws Exception {
    var server =
        server()
            .set("wikipedia-address", "http://127.0.0.1:9/wiki")
            .answers("/en/api/rest_v1/page/summary/The_Seawall_%28film%29", ARTICLE);

    server.found(grabber, Known.film("x", 0).says("identifier", "wikidata", "Q990001"));

    assertThat(server.addresses().getLast())
        .startsWith("http://127.0.0.1:9/wiki/en/api/rest_v1/page/summary/");
  }

  @Test
  void what_is_missing_there_is_nothing() throws Exception {
    var server =
        new Canned()
            .answers("/w/api.php", "{\"entities\": {\"Q1\": {\"id\": \"Q1\", \"missing\": \"\"}}}");

    assertThat(
            grabber.grab(Known.film("x", 0).says("identifier", "wikidata", "Q1").subject(), server))
        .isEqualTo(new Grabbed.Nothing());
  }

  @Test
  void a_server_that_lags_gave_no_answer() {
    var server =
        new Canned()
            .answers(
                "/w/api.php",
                "{\"error\": {\"code\": \"maxlag\", \"info\": \"Waiting\", \"lag\": 6}}");

    assertThatThrownBy(() ->
            grabber.grab(Known.film("x", 0).says("identifier", "wikidata", "Q1").subject(), server))
        .isInstanceOf(UnansweredException.class);
    assertThat(server.problems).containsExactly(Problem.BUSY);
  }
}
