package contentgremlin.engine;

import contentgremlin.enrich.PictureStore.Picture;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.vault.ContentPlace;
import contentgremlin.vault.Digest;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Removes pictures from elsewhere that no item has wanted for a while, and what is left of
/// downloads that have come to an end. Used by one sweep at a time.
final class PictureBroom {
  private static final int BATCH = 200;
  private static final int LOOK = 5_000;

  /// A job may be about to take what it has just fetched.
  private static final Duration GRACE = Duration.ofHours(1);

  private static final Pattern FOLDER = Pattern.compile("picture-(\\d{1,18})");

  private final Database database;
  private final Vault vault;
  private final InstantSource time;

  /// Where the next look for those that no item wants begins.
  private long after;

  PictureBroom(Database database, Vault vault, InstantSource time) {
    this.database = database;
    this.vault = vault;
    this.time = time;
  }

  Swept turn(boolean dry) throws IOException {
    if (!dry) {
      after = database.write(tables -> tables.pictures().noteUnused(after, LOOK, time.instant()));
      removeHalves();
    }
    var due =
        database.read(tables -> {
          var grace = Setting.UNREFERENCED_KEPT.duration(tables.settings());
          return tables.pictures().unused(time.instant().minus(grace), BATCH);
        });
    var swept = Swept.NOTHING;
    for (var picture : due) {
      swept = swept.plus(dry ? new Swept(1, size(picture), false) : remove(picture));
    }
    return new Swept(swept.count(), swept.bytes(), !dry && (due.size() == BATCH || after != 0));
  }

  private static long size(Picture picture) {
    var file = picture.file();
    return file == null ? 0 : file.size();
  }

  private Swept remove(Picture picture) throws IOException {
    var aside = ContentPlace.REMOVED + "/picture-" + picture.id();
    boolean isGone =
        database.write(tables -> {
          if (!tables.pictures().uses(picture.id()).isEmpty()) {
            return false; // somebody wants it again
          }
          tables.pictures().remove(picture.id());
          takeAway(tables, picture, aside);
          return true;
        });
    if (!isGone) {
      return Swept.NOTHING;
    }
    vault.remove(ContentPlace.REMOVED);
    vault.remove("incoming/picture-" + picture.id());
    return new Swept(1, size(picture), false);
  }

  /// By a rename, in the transaction: whoever comes with the same bytes comes in by the same
  /// writer.
  private void takeAway(Database.Tables tables, Picture picture, String aside) {
    var file = picture.file();
    if (file == null || Reference.isNeeded(tables, new Digest(file.digest()))) {
      return;
    }
    tables.files().remove(file.path());
    try {
      vault.move(file.path(), aside);
    } catch (IOException e) {
      throw new UncheckedIOException("could not take " + file.path() + " away", e);
    }
  }

  /// What was fetched and has found its place, or is of no picture that is known.
  private void removeHalves() throws IOException {
    for (var name : folders()) {
      var match = FOLDER.matcher(name);
      if (match.matches() && isOld(name) && isOver(Long.parseLong(match.group(1)))) {
        vault.remove("incoming/" + name);
      }
    }
  }

  private List<String> folders() throws IOException {
    var names = new ArrayList<String>();
    try (var entries = Files.newDirectoryStream(vault.path("incoming"), "picture-*")) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    }
    return names;
  }

  private boolean isOld(String name) throws IOException {
    try {
      var changed = Files.getLastModifiedTime(vault.path("incoming/" + name)).toInstant();
      return changed.isBefore(time.instant().minus(GRACE));
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private boolean isOver(long id) {
    var picture = database.read(tables -> tables.pictures().find(id));
    return picture.isEmpty() || picture.get().file() != null || picture.get().isRefused();
  }
}
