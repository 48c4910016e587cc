package contentgremlin.engine.enrich;

import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Subject;
import contentgremlin.item.Item;
import contentgremlin.item.Metadata;
import contentgremlin.item.Source;
import contentgremlin.library.Entry;
import contentgremlin.store.Database;
import contentgremlin.store.NameSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Short texts that are the same as long as what a stage looks at is the same.
final class Marks {
  private static final int BYTES = 8;
  private static final int SECONDS_OF_ONE_LENGTH = 2;

  /// What tells catalogues which thing it is.
  private static final Set<String> TELLING =
      Set.of(
          "titles/title",
          "titles/album",
          "titles/show",
          "entities/artist",
          "entities/album_artist",
          "temporal/date",
          "temporal/year",
          "classification/season",
          "classification/episode",
          "musical/track",
          "musical/disc");

  private Marks() {}

  static String of(List<String> parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Of the file and its name.
  static String parse(Database.Tables tables, Item item) {
    var rules = NameSettings.rules(tables.settings()).mark();
    return switch (item.source()) {
      case Source.Owned(var digest, var name, _, _) -> of(List.of(rules, digest.hex(), name));
      case Source.External(var path, _, long size) -> of(List.of(rules, path, Long.toString(size)));
      case Source.Mirrored mirrored -> {
        var entry = tables.libraries().entryOf(item.id()).orElse(null);
        yield of(List.of(rules, mirrored.path(), stat(entry)));
      }
    };
  }

  private static String stat(@Nullable Entry entry) {
    return entry == null ? "" : entry.stat().size() + ":" + entry.stat().modified();
  }

  /// Of all that a grabber looks at.
  ///
  /// @param beside what it looks at beside the file, by its name
  /// @param grabber the mark of its version and settings
  /// @param parse of the file and its name
  /// @param local who says something of the file and what is beside it alone
  static String grab(
      Map<String, Entry> beside,
      Profile profile,
      String grabber,
      String parse,
      Set<String> local,
      Subject subject) {
    var parts = new ArrayList<String>();
    parts.add(grabber);
    parts.add(Objects.requireNonNullElse(subject.chosen(), "-"));
    if (profile.isNetworked()) {
      parts.add(subject.item().type().word());
      parts.add(length(subject.item()));
      subject.known().stream()
          .filter(said -> local.contains(said.provider()))
          .filter(Marks::isTelling)
          .map(said -> said.group() + "/" + said.key() + "=" + said.value())
          .sorted()
          .forEach(parts::add);
    } else {
      parts.add(parse);
      beside.forEach((name, entry) -> parts.add(name + "=" + stat(entry)));
    }
    return of(parts);
  }

  private static boolean isTelling(Metadata said) {
    return said.group().equals("identifier") || TELLING.contains(said.group() + "/" + said.key());
  }

  private static String length(Item item) {
    return Long.toString(item.facts().duration().toSeconds() / SECONDS_OF_ONE_LENGTH);
  }
}
