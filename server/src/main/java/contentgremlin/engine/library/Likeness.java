package contentgremlin.engine.library;

import contentgremlin.enrich.PictureStore.Picture;
import contentgremlin.enrich.Wanted;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.library.CoverNames;
import contentgremlin.library.Entry;
import contentgremlin.library.FileName;
import contentgremlin.library.Folder;
import contentgremlin.library.Library;
import contentgremlin.library.ProbeOrder;
import contentgremlin.shelf.Shelving;
import contentgremlin.store.Database;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Where the picture of a mirrored item comes from. Everything is asked inside the caller's
/// transaction.
public sealed interface Likeness {
  /// Changes whenever the picture does.
  String mark();

  /// A file beside it.
  ///
  /// @param root of its library
  /// @param path of the picture, absolute
  record Beside(String root, String path, String mark) implements Likeness {}

  /// In the file itself.
  record Inside(String root, ProbeOrder order, String mark) implements Likeness {}

  /// It is a picture.
  record Itself(String mark) implements Likeness {}

  /// Somebody elsewhere has it.
  ///
  /// @param path of our copy, below `content/`
  record Found(String path, String mark) implements Likeness {}

  /// It is a film, and nothing better is to be had than a picture out of it.
  record Frame(String mark) implements Likeness {}

  /// More beside one file are not looked at.
  int BESIDE_MAX = 1_000;

  /// @return empty if there is no picture, or it can't be had
  static Optional<Likeness> of(Database.Tables tables, Item item) {
    if (!(item.source() instanceof Source.Mirrored source)
        || !(item.state() instanceof Item.State.Published)) {
      return Optional.empty();
    }
    return tables
        .libraries()
        .entryOf(item.id())
        .filter(Entry::isThere)
        .flatMap(entry -> of(new Covers(tables), item, source, entry));
  }

  /// The picture of the series that this episode belongs to: it lies in the folder of the series,
  /// or above those of its seasons.
  static Optional<Beside> ofSeries(Database.Tables tables, Item episode) {
    if (!(episode.source() instanceof Source.Mirrored source)
        || !(episode.state() instanceof Item.State.Published)) {
      return Optional.empty();
    }
    var covers = new Covers(tables);
    return covers
        .ofSeries(source.folder())
        .flatMap(beside ->
            covers.path(beside).map(path -> new Beside(source.root(), path, markOf(beside))));
  }

  private static Optional<Likeness> of(
      Covers covers, Item item, Source.Mirrored source, Entry entry) {
    var own = markOf(entry);
    return switch (item.type()) {
      case IMAGE -> Optional.of(new Itself(own));
      case DOCUMENT -> Optional.empty();
      case AUDIO, VIDEO -> {
        var beside = covers.beside(item.type(), entry.folder(), entry.name());
        if (beside.isPresent()) {
          yield covers
              .path(beside.get())
              .map(path -> new Beside(source.root(), path, markOf(beside.get())));
        }
        if (item.facts().hasPicture()) {
          yield Optional.of(new Inside(source.root(), order(source, entry), own));
        }
        var found = found(covers.tables, item);
        if (found.isPresent()) {
          yield found;
        }
        yield hasFrames(item) ? Optional.of(new Frame(own)) : Optional.empty();
      }
    };
  }

  private static Optional<Likeness> found(Database.Tables tables, Item item) {
    var pictures = tables.pictures().of(item.id());
    boolean isFilm = item.type() == MediaType.VIDEO;
    var first = isFilm ? Wanted.Kind.POSTER : Wanted.Kind.COVER;
    var second = isFilm ? Wanted.Kind.COVER : Wanted.Kind.POSTER;
    return Stream.of(first, second)
        .flatMap(kind -> pictures.stream().filter(one -> one.wanted().kind() == kind))
        .map(Picture::file)
        .filter(Objects::nonNull)
        .findFirst()
        .map(file -> new Found(file.path(), file.digest()));
  }

  private static boolean hasFrames(Item item) {
    return item.type() == MediaType.VIDEO && item.facts().width() > 0;
  }

  private static ProbeOrder order(Source.Mirrored source, Entry entry) {
    return new ProbeOrder(entry.id(), source.path(), entry.stat().size(), entry.stat().modified());
  }

  /// Changes whenever the bytes do.
  static String markOf(Entry entry) {
    var stat = entry.stat();
    return Long.toHexString(entry.id())
        + "-"
        + Long.toHexString(stat.size())
        + "-"
        + Long.toHexString(stat.modified());
  }

  /// Which of these have a picture that can be had: those in libraries, without regard to what was
  /// made of them.
  static Set<ItemId> pictured(Database.Tables tables, Collection<Item> items) {
    var covers = new Covers(tables);
    var pictured = new HashSet<ItemId>();
    for (var item : items) {
      if (item.source() instanceof Source.Mirrored source
          && item.state() instanceof Item.State.Published
          && isPictured(covers, item, source)) {
        pictured.add(item.id());
      }
    }
    return pictured;
  }

  private static boolean isPictured(Covers covers, Item item, Source.Mirrored source) {
    return switch (item.type()) {
      case IMAGE -> true;
      case DOCUMENT -> false;
      case AUDIO, VIDEO ->
          item.facts().hasPicture()
              || hasFrames(item)
              || covers.beside(item.type(), source.folder(), source.name()).isPresent()
              || found(covers.tables, item).isPresent();
    };
  }

  /// Pictures in folders; asks for each folder once.
  final class Covers {
    private final Database.Tables tables;
    private final Map<Long, List<Entry>> beside = new HashMap<>();
    private final Map<Long, Optional<Folder>> folders = new HashMap<>();

    private Covers(Database.Tables tables) {
      this.tables = tables;
    }

    private Optional<Entry> beside(MediaType type, long folder, String name) {
      var own = CoverNames.choose(type, name, in(folder));
      return own.isPresent() || type != MediaType.AUDIO ? own : ofDiscs(folder);
    }

    private Optional<Entry> ofSeries(long folder) {
      return folder(folder)
          .map(own ->
              own.parent() != 0 && Shelving.isSeason(FileName.shown(own.name()))
                  ? own.parent()
                  : own.id())
          .flatMap(series -> CoverNames.choose(MediaType.VIDEO, "", in(series)));
    }

    private Optional<Entry> ofDiscs(long folder) {
      return folder(folder)
          .filter(disc -> disc.parent() != 0 && Shelving.isDisc(disc.name()))
          .flatMap(disc -> CoverNames.chooseForDiscs(in(disc.parent())));
    }

    private List<Entry> in(long folder) {
      return beside.computeIfAbsent(folder, id -> tables.libraries().sidecarsIn(id, BESIDE_MAX));
    }

    private Optional<Folder> folder(long id) {
      return folders.computeIfAbsent(id, tables.libraries()::folder);
    }

    private Optional<String> path(Entry entry) {
      return folder(entry.folder())
          .flatMap(folder ->
              tables
                  .libraries()
                  .find(folder.library())
                  .map(library -> Library.absolute(library.root(), folder.path() + entry.name())));
    }
  }
}
