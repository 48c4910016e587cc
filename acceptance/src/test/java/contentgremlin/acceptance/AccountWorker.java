package contentgremlin.acceptance;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Makes users, and tokens for programs.
final class AccountWorker implements Load.Worker {
  private static final int TOKENS_MAX = 20;

  private final Load load;
  private int made;

  AccountWorker(Load load) {
    this.load = load;
  }

  @Override
  public void turn(Random random) throws IOException {
    made++;
    if (load.ledger.tokens.size() < TOKENS_MAX && random.nextInt(3) == 0) {
      var wanted = Map.of("label", "token " + made, "scopes", List.of("read"));
      var answer = load.api.sendJson("POST", "/api/v1/tokens", wanted);
      if (answer.status() == 201) {
        load.ledger.tokens.add(answer.json().get("token").asString());
      } else if (answer.status() != 409 && !load.isFull(answer)) {
        load.ledger.fault("making a token answers " + answer);
      }
    } else {
      var name = "user" + made;
      var answer = load.api.sendJson("POST", "/api/v1/users", Map.of("name", name));
      if (answer.status() == 201) {
        load.ledger.note("user " + name);
        load.ledger.users.add(name);
      } else if (!load.isFull(answer)) {
        load.ledger.fault("making user " + name + " answers " + answer);
      }
    }
    for (int pauses = 0; pauses < 5 && !load.isOver(); pauses++) {
      Load.pause();
    }
  }
}
