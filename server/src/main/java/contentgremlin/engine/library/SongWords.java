package contentgremlin.engine.library;

import contentgremlin.item.Item;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.item.Source;
import contentgremlin.library.Entry;
import contentgremlin.library.Library;
import contentgremlin.library.Lyrics;
import contentgremlin.library.Tags;
import contentgremlin.store.Database;
import contentgremlin.transcode.SubRip;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The words of songs: those of an LRC file beside the song in its library, else those that the
/// song's own tags have. Thread-safe.
public final class SongWords {
  private static final String ENDING = ".lrc";

  /// An opera's take 60 KB.
  private static final int BYTES_MAX = 512 << 10;

  private final Database database;
  private final Vault vault;

  public SongWords(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /// What came of looking for them.
  public sealed interface Found {
    record Words(Lyrics lyrics) implements Found {}

    record None() implements Found {}

    /// They are beside the song, and can't be read at the moment.
    record Away() implements Found {}
  }

  /// Whether there are any, as far as the database tells.
  public static boolean has(Database.Tables tables, Item item) {
    return item.type() == MediaType.AUDIO
        && (beside(tables, item).isPresent() || inside(tables, item).isPresent());
  }

  /// @param path of the file, absolute; null if there is none
  private record Places(@Nullable String root, @Nullable String path, Optional<String> inside) {}

  public Found of(Item item) {
    if (item.type() != MediaType.AUDIO) {
      return new Found.None();
    }
    var places = database.read(tables -> places(tables, item));
    if (places.root == null || places.path == null) {
      return found(places.inside);
    }
    try {
      var beside = Lyrics.of(SubRip.text(read(places.root, places.path)));
      return beside.isEmpty() ? found(places.inside) : new Found.Words(beside);
    } catch (UncheckedIOException | IOException _) {
      return places.inside.isPresent() ? found(places.inside) : new Found.Away();
    }
  }

  private static Found found(Optional<String> inside) {
    return inside
        .map(Lyrics::of)
        .filter(lyrics -> !lyrics.isEmpty())
        .<Found>map(Found.Words::new)
        .orElseGet(Found.None::new);
  }

  private static Places places(Database.Tables tables, Item item) {
    var path =
        beside(tables, item)
            .flatMap(entry ->
                tables
                    .libraries()
                    .folder(entry.folder())
                    .map(folder -> folder.path() + entry.name()));
    return path.isPresent() && item.source() instanceof Source.Mirrored source
        ? new Places(
            source.root(), Library.absolute(source.root(), path.get()), inside(tables, item))
        : new Places(null, null, inside(tables, item));
  }

  private static Optional<Entry> beside(Database.Tables tables, Item item) {
    return item.source() instanceof Source.Mirrored
        ? tables.libraries().sidecarsOf(item.id()).stream()
            .filter(Entry::isThere)
            .filter(entry -> entry.name().toLowerCase(Locale.ROOT).endsWith(ENDING))
            .findFirst()
        : Optional.empty();
  }

  private static Optional<String> inside(Database.Tables tables, Item item) {
    return tables.items().metadata(item.id()).stream()
        .filter(it -> it.key().equals(Tags.LYRICS))
        .map(Metadata::value)
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private byte[] read(String root, String path) throws IOException {
    try (var in = Files.newInputStream(vault.mirrored(root, path))) {
      return in.readNBytes(BYTES_MAX);
    }
  }
}
