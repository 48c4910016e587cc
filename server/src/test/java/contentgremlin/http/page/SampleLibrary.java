package contentgremlin.http.page;

import contentgremlin.disk.DiskVault;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.JobId;
import contentgremlin.library.Tags;
import contentgremlin.name.NameRules;
import contentgremlin.shelf.FilePlace;
import contentgremlin.shelf.ShelfStore.Placed;
import contentgremlin.shelf.Shelving;
import contentgremlin.store.Database;
import contentgremlin.vault.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Fills a home with albums, series and pictures, as a library would.
final class SampleLibrary {
  static final String LONG_ALBUM =
      "Symphony No. 9 in D minor, Op. 125 “Choral”: complete recordings, rehearsals and a"
          + " conversation";

  private final Database database;
  private final DiskVault vault;
  private final Path home;
  private Instant now;
  private int count;

  SampleLibrary(Database database, DiskVault vault, Path home, Instant start) {
    this.database = database;
    this.vault = vault;
    this.home = home;
    this.now = start;
  }

  void fill() throws IOException {
    album("Nina Simone", "Pastel Blues", 1965, "Jazz", 9, 1);
    album("Nina Simone", "Wild Is the Wind", 1966, "Jazz", 11, 1);
    album("Pink Floyd", "The Wall", 1979, "Rock", 13, 2);
    album("宇多田ヒカル", "First Love", 1999, "J-Pop", 12, 1);
    album("فيروز", "أندلسيات", 1966, "طرب", 6, 1);
    album("Berlin Philharmonic & many more", LONG_ALBUM, 2003, "Classical", 4, 1);
    for (int i = 0; i < 14; i++) {
      album("The Practice Band " + (char) ('A' + i), "Demo " + (i + 1), 1990 + i, "Indie", 1, 1);
    }
    compilation();
    for (int season = 0; season <= 2; season++) {
      for (int episode = 1; episode <= 7; episode++) {
        var name = season == 0 ? "Specials" : "Season " + season;
        film(
            "The Night Watch (2009)/"
                + name
                + "/The Night Watch - S%02dE%02d - %s.mkv"
                    .formatted(season, episode, "Chapter " + episode),
            40 + season);
      }
    }
    film("Another Show/Another Show - 1x01 - Pilot.mkv", 50);
    for (int i = 0; i < 40; i++) {
      picture("IMG_2024%02d%02d_1530%02d.jpg".formatted(7 - i % 4, 1 + i % 27, i), i);
    }
  }

  private void album(String artist, String title, int year, String genre, int tracks, int discs)
      throws IOException {
    var placed = new ArrayList<Placed>();
    int seed = ++count * 31;
    for (int disc = 1; disc <= discs; disc++) {
      for (int track = 1; track <= tracks; track++) {
        var tags =
            Map.of(
                Tags.TITLE,
                    List.of(
                        track % 5 == 4 ? "A rather long title, part " + track : "Song " + track),
                Tags.ARTIST, List.of(track % 4 == 3 ? artist + " feat. Guest " + track : artist),
                Tags.ALBUM_ARTIST, List.of(artist),
                Tags.ALBUM, List.of(title),
                Tags.TRACK, List.of(track + "/" + tracks),
                Tags.DISC, List.of(disc + "/" + discs),
                Tags.DATE, List.of(String.valueOf(year)),
                Tags.GENRE, List.of(genre),
                Tags.COMPOSER, List.of("Somebody Else"));
        placed.add(song(artist + "/" + title + "/" + disc + "-" + track + ".flac", tags, seed));
      }
    }
    put(placed);
  }

  private void compilation() throws IOException {
    var placed = new ArrayList<Placed>();
    for (int track = 1; track <= 8; track++) {
      var tags =
          Map.of(
              Tags.TITLE, List.of("Hit " + track),
              Tags.ARTIST, List.of("Singer " + track),
              Tags.ALBUM, List.of("Songs from the kitchen radio"),
              Tags.TRACK, List.of(String.valueOf(track)));
      placed.add(song("Mixes/Kitchen/" + track + ".mp3", tags, 0));
    }
    put(placed);
  }

  private void put(List<Placed> placed) {
    database.write(tables -> {
      tables.shelves().put(placed);
      return true;
    });
  }

  private Item add(MediaType type, String name, String title, MediaFacts facts) {
    now = now.plus(Duration.ofMinutes(1));
    count++;
    var item =
        new Item(
            new ItemId("shelved%06d".formatted(count)),
            null,
            type,
            title,
            "",
            List.of(),
            Visibility.PUBLIC,
            new Item.State.Published(now),
            new Source.Owned(Digest.of(new byte[32]), name, 30_000_000, ""),
            facts,
            false,
            false,
            now);
    database.write(tables -> {
      tables.items().add(item);
      return true;
    });
    return item;
  }

  private static FilePlace place(String path) {
    int slash = path.lastIndexOf('/') + 1;
    var folder = path.substring(0, slash);
    return new FilePlace(1 + (folder.hashCode() & 0xffff_ffffL), 1, folder, path.substring(slash));
  }

  private Placed song(String path, Map<String, List<String>> tags, int seed) throws IOException {
    var placing =
        Shelving.place(NameRules.DEFAULT, MediaType.AUDIO, place(path), new Tags(tags), null, now);
    var facts = new MediaFacts("audio/flac", Duration.ofSeconds(150 + count % 200), 0, 0);
    var item = add(MediaType.AUDIO, path, placing.title(), facts);
    if (seed > 0) {
      poster(item, 500, 500, seed);
    }
    return new Placed(item.id(), placing.standing());
  }

  private void film(String path, int seed) throws IOException {
    var placing =
        Shelving.place(NameRules.DEFAULT, MediaType.VIDEO, place(path), Tags.NONE, null, now);
    var facts = new MediaFacts("video/x-matroska", Duration.ofMinutes(45), 1920, 1080);
    var item = add(MediaType.VIDEO, path, placing.title(), facts);
    poster(item, 640, 360, seed);
    put(List.of(new Placed(item.id(), placing.standing())));
  }

  private void picture(String name, int seed) throws IOException {
    var placing =
        Shelving.place(NameRules.DEFAULT, MediaType.IMAGE, place(name), Tags.NONE, null, now);
    var facts = new MediaFacts("image/jpeg", Duration.ZERO, 800, 600);
    var item = add(MediaType.IMAGE, name, placing.title(), facts);
    poster(item, 400, 300, seed);
    put(List.of(new Placed(item.id(), placing.standing())));
  }

  private void poster(Item item, int width, int height, int seed) throws IOException {
    var folder = Files.createTempDirectory(home, "made-");
    SampleArt.paint(folder.resolve("poster.jpg"), width, height, seed);
    SampleArt.paint(folder.resolve("thumbnail.jpg"), width, height, seed);
    var job = new JobId(100_000L + count);
    var kind = Rendition.Kind.POSTER;
    var files = vault.publish(folder, Rendition.folder(item.id(), kind, job), _ -> "image/jpeg");
    database.write(tables ->
        tables.items().putRendition(new Rendition(item.id(), kind, job, now, Map.of(), files)));
  }
}
