package contentgremlin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.Account;
import contentgremlin.account.Role;
import contentgremlin.item.Visibility;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people send, right and wrong; and that pages of a listing fit together.
class ApiInputTest {
  private static final String ITEMS = "/api/v1/items";

  private ApiServer server;
  private Account ada;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    server = new ApiServer(folder);
    ada = server.account("ada", Role.UPLOADER);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                | 400 |
          [1]                              | 400 |
          "title"                          | 400 |
          {} {}                            | 400 |
          {"title":"a","title":"b"}        | 400 |
          {"title":5}                      | 422 | title
          {"title":null}                   | 422 | title
          {"title":""}                     | 422 | title
          {"title":" \\n "}                | 422 | title
          {"title":"a\\u0000b"}            | 422 | title
          {"title":"\\ud800"}              | 422 | title
          {"tags":"a"}                     | 422 | tags
          {"tags":[1]}                     | 422 | tags
          {"tags":[["a"]]}                 | 422 | tags
          {"visibility":"secret"}          | 422 | visibility
          {"visibility":null}              | 422 | visibility
          {"visibility":7}                 | 422 | visibility
          {"description":{}}               | 422 | description
          {"state":"published"}            | 422 | state
          {"__proto__":{}}                 | 422 | __proto__
          """)
  void a_wrong_body_is_told_what_is_wrong_with_it(String body, int status, @Nullable String field)
      throws Exception {
    server.published("one", ada.id(), Visibility.PUBLIC);
    var answer = server.ask("PATCH", ITEMS + "/one", server.token(ada), body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.mediaType()).isEqualTo("application/problem+json");
    if (field != null) {
      assertThat(answer.json().path("detail").stringValue()).contains("“" + field + "”");
    }
    assertThat(server.get(ITEMS + "/one", null).json().path("title").stringValue())
        .isEqualTo("Gremlin one");
  }

  @Test
  void bodies_are_bounded_in_every_direction() throws Exception {
    server.published("one", ada.id(), Visibility.PUBLIC);
    var token = server.token(ada);
    var deep = "{\"title\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    assertThat(patch(token, deep)).isEqualTo(400);
    assertThat(patch(token, "{\"title\":\"" + "x".repeat(501) + "\"}")).isEqualTo(422);
    assertThat(patch(token, "{\"title\":\"" + "x".repeat(500) + "\"}")).isEqualTo(200);
    assertThat(patch(token, "{\"description\":\"" + "x".repeat(20_001) + "\"}")).isEqualTo(422);
    assertThat(patch(token, "{\"tags\":[" + "\"a\",".repeat(50) + "\"b\"]}")).isEqualTo(422);
    assertThat(patch(token, " ".repeat(70_000) + "{}")).isEqualTo(413);
    var form =
        server.send(
            "PATCH",
            ITEMS + "/one",
            "title=x",
            "Authorization",
            "Bearer " + token,
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(form.status()).isEqualTo(415);
  }

  private int patch(String token, String body) throws IOException, InterruptedException {
    return server.ask("PATCH", ITEMS + "/one", token, body).status();
  }

  @Test
  void a_merge_patch_changes_what_it_names_and_nothing_else() throws Exception {
    server.published("one", ada.id(), Visibility.PUBLIC);
    var token = server.token(ada);
    var tags = "{\"tags\":[\" a  b \",\"c\",\"c\",\"\"],\"description\":\"<b>x</b>\\nnext\"}";
    var answer = server.ask("PATCH", ITEMS + "/one", token, tags).json();
    assertThat(answer.path("tags").toString()).isEqualTo("[\"a b\",\"c\"]");
    assertThat(answer.path("description").stringValue()).isEqualTo("<b>x</b>\nnext");
    assertThat(answer.path("title").stringValue()).isEqualTo("Gremlin one");

    answer =
        server.ask("PATCH", ITEMS + "/one", token, "{\"tags\":null,\"description\":null}").json();
    assertThat(answer.path("tags").size()).isZero();
    assertThat(answer.path("description").stringValue()).isEmpty();
    assertThat(server.ask("PATCH", ITEMS + "/one", token, "{}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=99999999999999999999",
        "type=film",
        "state=gone",
        "after=%00",
        "after=!!!",
        "after=YWJj",
        "after=OTk5OTk5OTk5OTk5OTk5OTk5LjAuYWJj",
        "after=LTEuLTEuYWJj",
        "q=x&after=c2tpcC4tMQ",
        "q=x&after=c2tpcC45OTk5OTk",
        "tag=a%00b"
      })
  void a_wrong_parameter_is_told_by_its_name(String query) throws Exception {
    var answer = server.get(ITEMS + "?" + query, null);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    var name = query.substring(query.lastIndexOf('&') + 1).split("=", 2)[0];
    assertThat(answer.json().path("detail").stringValue()).contains("“" + name + "”");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"",
        "'",
        "*",
        "-",
        "a\" OR \"b",
        "NEAR(",
        "title:x",
        "(",
        ")",
        "^",
        "{}",
        "a AND",
        "NOT",
        "🎬",
        "' OR 1=1 --"
      })
  void any_words_can_be_searched_for(String words) throws Exception {
    server.published("one", null, Visibility.PUBLIC);
    var query = java.net.URLEncoder.encode(words, StandardCharsets.UTF_8);
    assertThat(server.get(ITEMS + "?q=" + query, null).status()).isEqualTo(200);
  }

  @Test
  void a_changed_cursor_shows_nothing_that_was_hidden() throws Exception {
    server.published("hidden", ada.id(), Visibility.PRIVATE);
    server.published("shown", ada.id(), Visibility.PUBLIC);
    var later = server.clock.instant().plusSeconds(5).getEpochSecond();
    var cursor =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString((later + ".0.zzz").getBytes(StandardCharsets.UTF_8));
    assertThat(ids(ITEMS + "?after=" + cursor, null)).containsExactly("shown");
  }

  @Test
  void pages_of_public_and_own_items_fit_together() throws Exception {
    var bob = server.account("bob", Role.UPLOADER);
    var expected = new ArrayList<String>();
    for (int i = 0; i < 23; i++) {
      var id = "item%03d".formatted(i);
      boolean own = i % 3 == 0;
      var visibility = i % 2 == 0 ? Visibility.PUBLIC : Visibility.PRIVATE;
      server.published(id, own ? ada.id() : bob.id(), visibility);
      if (own || visibility == Visibility.PUBLIC) {
        expected.addFirst(id);
      }
    }
    var token = server.token(ada);
    for (int limit : new int[] {1, 2, 5, 23, 200}) {
      assertThat(allPages(ITEMS + "?limit=" + limit, token)).isEqualTo(expected);
    }
    assertThat(allPages(ITEMS + "?limit=4", null)).hasSize(12);
    assertThat(allPages(ITEMS + "?limit=4", ApiServer.OPERATOR)).hasSize(23);
    assertThat(allPages(ITEMS + "?limit=3&owner=me", token)).hasSize(8);
    assertThat(allPages(ITEMS + "?limit=3&owner=bob", token)).hasSize(8);
    assertThat(allPages(ITEMS + "?limit=3&owner=nobody", token)).isEmpty();
    assertThat(allPages(ITEMS + "?limit=3&tag=tag-private", token)).hasSize(4);
    assertThat(allPages(ITEMS + "?limit=3&q=gremlin", token)).hasSize(expected.size());
    assertThat(allPages(ITEMS + "?limit=3&state=published&type=video", token)).isEqualTo(expected);
    assertThat(allPages(ITEMS + "?limit=3&state=failed", ApiServer.OPERATOR)).isEmpty();
  }

  private List<String> allPages(String address, @Nullable String token) throws Exception {
    var all = new ArrayList<String>();
    var next = "";
    do {
      var page = server.get(address + next, token).json();
      page.path("items").forEach(item -> all.add(item.path("id").stringValue()));
      next = page.has("next") ? "&after=" + page.path("next").stringValue() : "";
      assertThat(all.size()).isLessThan(100);
    } while (!next.isEmpty());
    return all;
  }

  private List<String> ids(String address, @Nullable String token) throws Exception {
    var ids = new ArrayList<String>();
    server
        .get(address, token)
        .json()
        .path("items")
        .forEach(item -> ids.add(item.path("id").stringValue()));
    return ids;
  }
}
