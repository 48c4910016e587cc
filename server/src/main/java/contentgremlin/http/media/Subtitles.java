package contentgremlin.http.media;

import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.library.Library;
import contentgremlin.library.TrackName;
import contentgremlin.store.Database;
import contentgremlin.transcode.SubRip;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/// Subtitles that lie beside films of libraries, as browsers want them. Thread-safe.
final class Subtitles {
  private static final String WEBVTT = "text/vtt; charset=utf-8";

  /// A long film's take 200 KB.
  private static final int BYTES_MAX = 4 << 20;

  private final Database database;
  private final Vault vault;

  Subtitles(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  private record Place(String root, String path, String etag) {}

  /// @param number of the file's entry
  Response answer(Request request, Item item, long number, Response.File.Cache cache) {
    var place =
        database
            .read(tables -> place(tables, item, number))
            .orElseThrow(() -> Places.gone("There is no such thing."));
    try {
      var text = SubRip.toWebVtt(SubRip.text(read(place)));
      return Whole.of(request, text.getBytes(StandardCharsets.UTF_8), WEBVTT, place.etag(), cache);
    } catch (UncheckedIOException | IOException _) {
      throw Places.gone("These subtitles are not here any more.");
    }
  }

  private static Optional<Place> place(Database.Tables tables, Item item, long number) {
    if (!(item.source() instanceof Source.Mirrored source)) {
      return Optional.empty();
    }
    return tables
        .libraries()
        .entry(number)
        .filter(entry -> entry.isThere() && item.id().equals(entry.item()))
        .filter(entry -> TrackName.isTrack(entry.name()))
        .flatMap(entry ->
            tables
                .libraries()
                .folder(entry.folder())
                .map(folder ->
                    new Place(
                        source.root(),
                        Library.absolute(source.root(), folder.path() + entry.name()),
                        Long.toHexString(entry.stat().size())
                            + "-"
                            + Long.toHexString(entry.stat().modified()))));
  }

  /// @throws ProblemException if they are too long
  private byte[] read(Place place) throws IOException {
    try (var in = Files.newInputStream(vault.mirrored(place.root(), place.path()))) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw Places.gone("These are longer than any subtitles.");
      }
      return bytes;
    }
  }
}
