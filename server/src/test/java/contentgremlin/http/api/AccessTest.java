package contentgremlin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.Account;
import contentgremlin.account.Actor.Scope;
import contentgremlin.account.Role;
import contentgremlin.item.Item;
import contentgremlin.item.Visibility;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may do what with whose item: the whole table, over the wire.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
  private ApiServer server;
  private Account owner;
  private final Map<String, String> tokens = new HashMap<>();
  private int items;

  @BeforeAll
  void open(@TempDir Path folder) throws IOException {
    server = new ApiServer(folder);
    owner = server.account("owner", Role.UPLOADER);
    tokens.put("owner", server.token(owner));
    tokens.put("owner-reading", server.token(owner, Scope.READ));
    tokens.put("owner-uploading", server.token(owner, Scope.UPLOAD));
    tokens.put("viewer", server.token(server.account("viewer", Role.VIEWER)));
    tokens.put("uploader", server.token(server.account("uploader", Role.UPLOADER)));
    var moderator = server.account("moderator", Role.MODERATOR);
    tokens.put("moderator", server.token(moderator));
    tokens.put("moderator-reading", server.token(moderator, Scope.READ));
    tokens.put("administrator", server.token(server.account("administrator", Role.ADMINISTRATOR)));
    tokens.put("operator", ApiServer.OPERATOR);
  }

  @AfterAll
  void close() {
    server.close();
  }

  /// `read`: get and metadata. `listed`: in the listing and in search. `change`: patch, reprocess,
  /// trash; restore for what is in the trash.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          actors                     | visibilities            | states                       | read | listed | change | demand
          anonymous                  | public                  | published                    | 200  | yes    | 401    | 401
          anonymous                  | unlisted                | published                    | 200  | no     | 401    | 401
          anonymous                  | private                 | published                    | 404  | no     | 404    | 404
          anonymous                  | public unlisted private | processing failed trashed    | 404  | no     | 404    | 404
          anonymous                  | public unlisted private | missing            | 404  | no     | 404    | 404
          viewer uploader            | public                  | published                    | 200  | yes    | 403    | 202
          viewer uploader            | unlisted                | published                    | 200  | no     | 403    | 202
          viewer uploader            | private                 | published                    | 404  | no     | 404    | 404
          viewer uploader            | public unlisted private | processing failed trashed    | 404  | no     | 404    | 404
          viewer uploader            | public unlisted private | missing            | 404  | no     | 404    | 404
          owner-uploading            | public                  | published                    | 200  | yes    | 403    | 202
          owner-uploading            | unlisted                | published                    | 200  | no     | 403    | 202
          owner-uploading            | private                 | published                    | 404  | no     | 404    | 404
          owner-uploading            | public unlisted private | processing failed trashed    | 404  | no     | 404    | 404
          owner owner-reading        | public unlisted private | published processing failed  | 200  | yes    | own    | 202
          owner owner-reading        | public unlisted private | trashed                      | 200  | no     | own    | 202
          moderator                  | public unlisted private | published processing failed  | 200  | yes    | yes    | 202
          moderator                  | public unlisted private | trashed missing    | 200  | any    | yes    | 202
          moderator-reading          | public unlisted private | published processing failed  | 200  | yes    | 403    | 202
          administrator operator     | public unlisted private | published processing failed  | 200  | yes    | yes    | 202
          administrator operator     | public unlisted private | trashed                      | 200  | no     | yes    | 202
          """)
  void the_table_holds(
      String actors,
      String visibilities,
      String states,
      int read,
      String listed,
      String change,
      int demand)
      throws IOException, InterruptedException {
    for (var actor : actors.split(" ", -1)) {
      for (var visibility : visibilities.split(" ", -1)) {
        for (var state : states.split(" ", -1)) {
          var item =
              server.item(
                  "item%06d".formatted(items++),
                  owner.id(),
                  Visibility.of(visibility),
                  state(state));
          server.render(item);
          check(actor, item, read, listed, change, demand);
        }
      }
    }
  }

  private Item.State state(String word) {
    var now = server.clock.instant();
    return switch (word) {
      case "published" -> new Item.State.Published(now);
      case "processing" -> new Item.State.Processing();
      case "failed" -> new Item.State.Failed("no picture in it");
      case "missing" -> new Item.State.Missing(now);
      case "trashed" -> new Item.State.Trashed(now, new Item.State.Published(now));
      default -> throw new AssertionError(word);
    };
  }

  private void check(String actor, Item item, int read, String listed, String change, int demand)
      throws IOException, InterruptedException {
    var token = tokens.get(actor);
    var address = "/api/v1/items/" + item.id().value();
    var what = actor + ", " + item.visibility().word() + ", " + item.state().word() + ": ";

    assertThat(server.get(address, token).status()).as(what + "get").isEqualTo(read);
    assertThat(server.get(address + "/metadata", token).status())
        .as(what + "metadata")
        .isEqualTo(read);
    checkMedia(item, read, token, what);
    if (!listed.equals("any")) {
      boolean isListed = listed.equals("yes");
      assertThat(isIn("/api/v1/items?limit=1", item, token)).as(what + "list").isEqualTo(isListed);
      assertThat(isIn("/api/v1/items?owner=owner&limit=5", item, token))
          .as(what + "of owner")
          .isEqualTo(isListed);
      assertThat(isIn("/api/v1/items?q=" + item.id().value(), item, token))
          .as(what + "search")
          .isEqualTo(isListed);
    }
    assertThat(server.ask("POST", address + "/demand", token, null).status())
        .as(what + "demand")
        .isEqualTo(demand);
    checkChange(actor, item, change, address, what);
  }

  /// Its bytes are as hidden as itself, whatever way is asked.
  private void checkMedia(Item item, int read, @Nullable String token, String what)
      throws IOException, InterruptedException {
    var media = "/media/" + item.id().value() + "/";
    var paths =
        List.of(
            "original",
            "poster",
            "thumbnail",
            "hls/master.m3u8",
            "hls/7/360/index.m3u8",
            "r/poster-7/poster.jpg");
    for (var path : paths) {
      assertThat(server.get(media + path, token).status()).as(what + path).isEqualTo(read);
      assertThat(server.ask("HEAD", media + path, token, null).status())
          .as(what + "HEAD " + path)
          .isEqualTo(read);
    }
  }

  private void checkChange(String actor, Item item, String change, String address, String what)
      throws IOException, InterruptedException {
    var token = tokens.get(actor);
    boolean may = change.equals("yes") || (change.equals("own") && actor.equals("owner"));
    int refusal = change.equals("own") ? 403 : may ? 0 : Integer.parseInt(change);
    boolean trashed = item.isTrashed();

    assertThat(server.ask("PATCH", address, token, "{\"title\":\"New\"}").status())
        .as(what + "patch")
        .isEqualTo(may ? 200 : refusal);
    assertThat(server.ask("POST", address + "/restore", token, null).status())
        .as(what + "restore")
        .isEqualTo(may ? trashed ? 200 : 409 : refusal);
    assertThat(server.ask("POST", address + "/reprocess", token, null).status())
        .as(what + "reprocess")
        .isEqualTo(may ? 202 : refusal);
    assertThat(server.ask("DELETE", address, token, null).status())
        .as(what + "trash")
        .isEqualTo(may ? 200 : refusal);
  }

  private boolean isIn(String address, Item item, @Nullable String token)
      throws IOException, InterruptedException {
    var answer = server.get(address, token);
    assertThat(answer.status()).isEqualTo(200);
    for (var found : answer.json().path("items")) {
      if (found.path("id").stringValue().equals(item.id().value())) {
        return true;
      }
    }
    return false;
  }
}
