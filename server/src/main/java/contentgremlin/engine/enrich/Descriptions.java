package contentgremlin.engine.enrich;

import contentgremlin.engine.upload.UploadText;
import contentgremlin.enrich.Merge;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.Metadata;
import contentgremlin.library.FileName;
import contentgremlin.store.Database;
import java.time.Instant;
import java.util.List;

/// Lets an item's title and description follow from what was said of it, unless a person wrote
/// them.
public final class Descriptions {
  private static final String TITLES = "titles";
  private static final String TITLE = "title";
  private static final String MISCELLANEOUS = "miscellaneous";
  private static final String DESCRIPTION = "description";

  private Descriptions() {}

  /// Inside the caller's transaction, as all of this.
  public static void apply(Database.Tables tables, Item item, Instant now) {
    var said = tables.items().metadata(item.id());
    follow(tables, item, said, said, now);
  }

  /// All that this provider says of the item from now on, with what that means for its title and
  /// description.
  public static void put(
      Database.Tables tables, Item item, String provider, List<Metadata> values, Instant now) {
    var before = tables.items().metadata(item.id());
    tables.items().putMetadata(item.id(), provider, values);
    follow(tables, item, before, tables.items().metadata(item.id()), now);
  }

  /// @param before what was said when the title was made
  private static void follow(
      Database.Tables tables, Item item, List<Metadata> before, List<Metadata> said, Instant now) {
    var languages = GrabberSettings.languages(tables.settings());
    var title = title(item, before, said, languages);
    var description = description(item, before, said, languages);
    if (!title.equals(item.title()) || !description.equals(item.description())) {
      tables.items().update(item.described(title, description, item.tags(), item.visibility()));
      tables.events().append(new Fact.ItemChanged(item.id()), now);
    }
  }

  /// The same after a person has said something, or has taken it back: then whatever stands there
  /// gives way.
  static void say(Database.Tables tables, Item item) {
    var said = tables.items().metadata(item.id());
    var languages = GrabberSettings.languages(tables.settings());
    var title =
        Merge.best(said, TITLES, TITLE, languages)
            .map(best -> line(best.value()))
            .filter(best -> !best.isEmpty())
            .orElse(fileTitle(item));
    var description =
        Merge.best(said, MISCELLANEOUS, DESCRIPTION, languages).map(Metadata::value).orElse("");
    tables.items().update(item.described(title, description, item.tags(), item.visibility()));
  }

  /// Keeps what a person wrote into an item's title or description as a statement of theirs.
  public static void note(Database.Tables tables, Item before, Item after, Instant now) {
    if (!before.title().equals(after.title())) {
      put(tables, after, new Corrections.Subject(TITLES, TITLE, ""), after.title(), now);
    }
    if (!before.description().equals(after.description())) {
      var subject = new Corrections.Subject(MISCELLANEOUS, DESCRIPTION, "");
      put(tables, after, subject, after.description(), now);
    }
  }

  private static void put(
      Database.Tables tables, Item item, Corrections.Subject subject, String value, Instant now) {
    tables.items().putMetadata(item.id(), List.of(Corrections.said(subject, value, now)));
  }

  /// A title gives way that is only the file's name, or that somebody else said than a person.
  private static String title(
      Item item, List<Metadata> before, List<Metadata> said, List<String> languages) {
    boolean isGiven =
        !item.title().equals(fileTitle(item)) && !isSaid(before, TITLES, TITLE, item.title());
    return isGiven
        ? item.title()
        : Merge.best(said, TITLES, TITLE, languages)
            .map(best -> line(best.value()))
            .filter(best -> !best.isEmpty())
            .orElse(item.title());
  }

  private static String description(
      Item item, List<Metadata> before, List<Metadata> said, List<String> languages) {
    boolean isGiven =
        !item.description().isEmpty()
            && !isSaid(before, MISCELLANEOUS, DESCRIPTION, item.description());
    return isGiven
        ? item.description()
        : Merge.best(said, MISCELLANEOUS, DESCRIPTION, languages)
            .map(Metadata::value)
            .orElse(item.description());
  }

  /// What the item is called if nobody says anything.
  public static String fileTitle(Item item) {
    return UploadText.titleFrom(FileName.shown(item.source().name()), Item.TITLE_LENGTH_MAX);
  }

  /// Whether somebody else than a person has said that this is its title.
  public static boolean isTitleSaid(List<Metadata> said, String title) {
    return isSaid(
        said.stream().filter(one -> one.priority() < Metadata.PRIORITY_PERSON).toList(),
        TITLES,
        TITLE,
        title);
  }

  private static boolean isSaid(List<Metadata> said, String group, String key, String value) {
    return said.stream()
        .filter(one -> one.group().equals(group) && one.key().equals(key))
        .anyMatch(one -> one.value().equals(value) || line(one.value()).equals(value));
  }

  private static String line(String text) {
    return UploadText.line(text, Item.TITLE_LENGTH_MAX);
  }
}
