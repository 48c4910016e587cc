package contentgremlin.engine.enrich;

import contentgremlin.account.Actor;
import contentgremlin.engine.Items.Change;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.Metadata;
import contentgremlin.store.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// What people say of items themselves, and which of a grabber's candidates they choose. That wins
/// over everything else until they take it back. Thread-safe.
public final class Corrections {
  /// Who says it.
  public static final String PERSON = "person";

  private static final Set<String> GROUPS =
      Set.of(
          "titles",
          "classification",
          "musical",
          "entities",
          "identifier",
          "spatial",
          "technical",
          "temporal",
          "organizational",
          "commercial",
          "personal",
          "legal",
          "contact",
          "miscellaneous");

  private static final int VALUE_LENGTH_MAX = 100_000;
  private static final String KEY = "[a-z][a-z0-9_]{0,59}";
  private static final String LANGUAGE = "|[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*";

  private final Database database;
  private final InstantSource time;

  public Corrections(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  /// What a statement is about.
  ///
  /// @param language BCP 47, or the empty string
  public record Subject(String group, String key, String language) {
    /// What is wrong with it, or the empty string.
    public String complaint() {
      if (!GROUPS.contains(group)) {
        return "there is no group “" + group + "”";
      }
      if (!key.matches(KEY)) {
        return "a key has small letters, digits and _";
      }
      return language.matches(LANGUAGE) ? "" : "“" + language + "” is no language tag";
    }

    private boolean isIn(Metadata said) {
      return said.group().equals(group)
          && said.key().equals(key)
          && said.language().equals(language);
    }
  }

  /// From now on this is so.
  public Change say(ItemId id, Subject subject, String value, Actor actor) {
    var complaint =
        value.isBlank() || value.length() > VALUE_LENGTH_MAX
            ? "a value has from 1 to %,d characters".formatted(VALUE_LENGTH_MAX)
            : subject.complaint();
    if (!complaint.isEmpty()) {
      return new Change.Impossible(complaint);
    }
    return change(
        id,
        actor,
        (tables, item, now) -> {
          tables.items().putMetadata(id, List.of(said(subject, value.strip(), now)));
          Descriptions.say(tables, item);
        });
  }

  static Metadata said(Subject subject, String value, Instant now) {
    return new Metadata(
        subject.group(),
        subject.key(),
        subject.language(),
        value,
        Metadata.PRIORITY_PERSON,
        PERSON,
        now);
  }

  /// Back to what others say.
  public Change revert(ItemId id, Subject subject, Actor actor) {
    return change(
        id,
        actor,
        (tables, item, now) -> {
          var kept =
              tables.items().metadata(id).stream()
                  .filter(one -> one.provider().equals(PERSON) && !subject.isIn(one))
                  .toList();
          tables.items().putMetadata(id, PERSON, kept);
          Descriptions.say(tables, item);
        });
  }

  /// The item is this one of the grabber's candidates.
  ///
  /// @param key the empty string: none of them
  public Change choose(ItemId id, String grabber, String key, Actor actor) {
    return change(
        id,
        actor,
        (tables, item, now) -> {
          tables.enrichment().choose(id, grabber, key);
          tables.enrichment().due(id, tables.jobs().nextDemand(), now);
        });
  }

  /// The grabber finds out by itself again.
  public Change unchoose(ItemId id, String grabber, Actor actor) {
    return change(
        id,
        actor,
        (tables, item, now) -> {
          tables.enrichment().unchoose(id, grabber);
          tables.enrichment().due(id, tables.jobs().nextDemand(), now);
        });
  }

  private interface Edit {
    void make(Database.Tables tables, Item item, Instant now);
  }

  private Change change(ItemId id, Actor actor, Edit edit) {
    return database.write(tables -> {
      var item = tables.items().find(id).filter(actor::canSee);
      if (item.isEmpty()) {
        return new Change.Unknown();
      }
      if (!actor.canEdit(item.get())) {
        return new Change.Forbidden();
      }
      var now = time.instant();
      edit.make(tables, item.get(), now);
      tables.events().append(new Fact.ItemChanged(id), now);
      return new Change.Made(tables.items().find(id).orElse(item.get()));
    });
  }
}
