package contentgremlin.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.sql.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.TreeMap;

/// A MediaGoblin server of the tests: its database, of either series and sort, and its media.
///
/// @param address what `--database` is given
record Goblin(Path folder, String address, String jdbc) {
  private static final String SUBTITLE =
      """
      INSERT INTO core__subtitle_files VALUES
        (1, 2, 'English', 'media_entries/2/walk.srt', '2019-01-02 03:04:05.000006');
      """;

  private static final String PDF =
      """
      %PDF-1.4
      1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
      2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
      3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>> endobj
      trailer <</Root 1 0 R>>
      %%EOF
      """;

  static Goblin onSqlite(Path folder, String series) throws Exception {
    Files.createDirectories(folder);
    var file = folder.resolve("mediagoblin.db");
    var goblin = new Goblin(folder, file.toString(), "jdbc:sqlite:" + file);
    goblin.fill(series, "DATETIME");
    return goblin;
  }

  static Goblin onPostgres(Path folder, String series) throws Exception {
    Files.createDirectories(folder);
    var address = TestPostgres.create();
    var goblin = new Goblin(folder, address, address);
    goblin.fill(series, "TIMESTAMP WITHOUT TIME ZONE");
    return goblin;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbc);
  }

  private void fill(String series, String time) throws Exception {
    try (var connection = connect()) {
      run(connection, resource(series + ".sql").replace("{time}", time));
      run(connection, resource("data.sql"));
      if (series.equals("0.13")) {
        run(connection, SUBTITLE);
      }
    }
    fillMedia();
  }

  /// Statements end with a semicolon at the end of a line.
  void run(Connection connection, String script) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      for (var sql : script.split(";\n", -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    }
    connection.commit();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Goblin.class.getResourceAsStream("/mediagoblin/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }

  /// Papers of anna's, from entry 1001 on, each with a comment and in one collection.
  void addPapers(int count) throws Exception {
    var sql = new StringBuilder();
    sql.append(
        """
        INSERT INTO core__collections (id, title, slug, created, updated, actor, num_items, type)
        VALUES (9, 'Papers', 'all-papers', '2018-01-09 10:00:00', '2018-01-09 10:00:00', 2, 0,
          'core-user-defined');
        """);
    for (int i = 1; i <= count; i++) {
      int id = 1_000 + i;
      write(open(id + "/paper.pdf"), PDF + "% " + i + "\n");
      sql.append(
          """
          INSERT INTO core__media_entries (id, remote, actor, title, slug, media_type, state,
              created, updated)
          VALUES (#, FALSE, 2, 'Paper #', 'paper-#', 'mediagoblin.media_types.pdf', 'processed',
            '2018-05-01 10:00:00', '2018-05-01 10:00:00');
          INSERT INTO core__mediafiles (media_entry, name_id, file_path)
          VALUES (#, 1, 'media_entries/#/paper.pdf');
          INSERT INTO core__generic_model_reference VALUES
            (#0, #, 'core__media_entries'), (#1, #, 'core__media_comments');
          INSERT INTO core__media_comments (id, actor, created, updated, content)
          VALUES (#, 1, '2018-06-01 10:00:00', '2018-06-01 10:00:00', 'About paper #');
          INSERT INTO core__comment_links VALUES (#, #0, #1, '2018-06-01 10:00:00');
          INSERT INTO core__collection_items (id, collection, added, position, object_id)
          VALUES (#, 9, '2018-06-01 10:00:00', -#, #0);
          """
              .replace("#", Integer.toString(id)));
    }
    try (var connection = connect()) {
      run(connection, sql.toString());
    }
  }

  Path media() {
    return folder.resolve("user_dev/media");
  }

  Path open(String path) {
    return media().resolve("public/media_entries").resolve(path);
  }

  Path queued(String path) {
    return media().resolve("queue/media_entries").resolve(path);
  }

  private void fillMedia() throws Exception {
    var still = new String[] {"-f", "lavfi", "-i", "testsrc2=size=320x240", "-frames:v", "1"};
    var film = new String[] {"-f", "lavfi", "-i", "testsrc2=size=320x240:rate=10", "-t", "1"};
    Outside.make(open("1/sunset.jpg"), still);
    Files.writeString(open("1/sunset.thumbnail.jpg"), "not looked at");
    Outside.make(open("2/walk.mp4"), film);
    Outside.make(queued("ab12/song.flac"), "-f", "lavfi", "-i", "sine=frequency=440", "-t", "1");
    Outside.make(queued("cd34/waiting.png"), "-f", "lavfi", "-i", "color=red", "-frames:v", "1");
    write(open("5/papers.pdf"), PDF);
    write(open("6/cube.stl"), "solid cube\nendsolid cube\n");
    write(open("7/drawing.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");
    Files.copy(open("1/sunset.jpg"), folder.resolve("secret.jpg"));
    Files.createDirectories(open("10"));
    Files.createSymbolicLink(open("10/linked.jpg"), folder.resolve("secret.jpg"));
    Files.createDirectories(open("12"));
    Files.copy(open("1/sunset.jpg"), open("12/again.jpg"));
    Outside.make(open("14/made.webm"), film);
    write(open("15/empty.jpg"), "");
    write(open("16/letters.txt"), "(o_o)\n");
    Files.createDirectories(queued("ef56"));
    var whole = Files.readAllBytes(open("14/made.webm"));
    Files.write(queued("ef56/half.webm"), java.util.Arrays.copyOf(whole, whole.length / 2));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /// All that there is, by path: bytes, and when it was changed; of folders, too.
  TreeMap<String, String> snapshot() throws Exception {
    var all = new TreeMap<String, String>();
    try (var walk = Files.walk(folder)) {
      for (var path : walk.toList()) {
        var kept = Files.isRegularFile(path) ? digest(path) : "";
        all.put(
            folder.relativize(path).toString(),
            Files.getLastModifiedTime(path, java.nio.file.LinkOption.NOFOLLOW_LINKS) + " " + kept);
      }
    }
    return all;
  }

  static String digest(Path file) throws Exception {
    return digest(Files.readAllBytes(file));
  }

  static String digest(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
