package contentgremlin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/// A small JSON document, made for each request, against the same bytes as a file of nginx.
public final class SmallJson {
  private static final int ROUNDS = 5;
  private static final int CONNECTIONS = 16;
  private static final int REQUESTS = 20_000;
  private static final int WARM_UP_SECONDS = 10;

  private SmallJson() {}

  public static void main(String[] arguments) throws Exception {
    if (!Contender.hasNginx()) {
      System.out.println("JSON: skipped, since nginx is not installed (Debian: nginx-light)");
      return;
    }
    var folder = Files.createTempDirectory("gremlin-bench");
    try {
      run(folder);
    } finally {
      RangeThroughput.remove(folder);
    }
  }

  private static void run(Path folder) throws IOException, InterruptedException {
    var json = JsonMapper.shared().writeValueAsBytes(MediaServer.BODY);
    var file = Files.write(folder.resolve("file.mp4"), new byte[1]);
    try (var ours = Contender.ours(folder, file);
        var nginx = Contender.nginx(folder, file, json)) {
      var duel = new Duel(ours, nginx, ROUNDS);
      duel.warmUp(WARM_UP_SECONDS, server -> ask(server) / 1000.0);
      duel.fight("JSON of " + json.length + " bytes", "thousand", server -> ask(server) / 1000.0);
    }
  }

  private static double ask(Contender server) throws InterruptedException {
    var head = "GET " + server.json() + " HTTP/1.1\r\nHost: bench\r\n\r\n";
    Load.run(server.port(), CONNECTIONS, REQUESTS / CONNECTIONS, _ -> head);
    return REQUESTS;
  }
}
