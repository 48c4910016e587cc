package contentgremlin.sql;

import contentgremlin.account.AccountId;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.ItemQuery;
import contentgremlin.item.ItemStore;
import contentgremlin.item.Metadata;
import contentgremlin.item.Rendition;
import contentgremlin.item.Violations;
import contentgremlin.vault.Digest;
import contentgremlin.vault.UploadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Items; their tags, metadata and renditions are kept by the parts that it is made of.
final class SqlItemStore implements ItemStore {
  private static final String SELECT = "SELECT " + ItemRow.COLUMNS + "FROM item ";

  private static final String STRANDED =
      """
      SELECT id FROM item WHERE state = 'processing'
        AND NOT EXISTS (SELECT 1 FROM job
          WHERE job.is_open = 1 AND job.item = item.id AND job.state <> 'waiting')
      ORDER BY id LIMIT ?
      """;

  private static final String COUNT_STRANDED =
      """
      SELECT count(*) FROM item WHERE state = 'processing'
        AND NOT EXISTS (SELECT 1 FROM job WHERE job.is_open = 1 AND job.item = item.id)
      """;

  // Jobs from before the newest one of stage 0 are of an earlier round.
  private static final String COUNT_UNDECIDED =
      """
      SELECT count(*) FROM item WHERE state = 'processing' AND EXISTS (
        SELECT 1 FROM job WHERE job.item = item.id AND job.blocking = 1 AND job.state = 'failed'
          AND NOT EXISTS (SELECT 1 FROM job AS later
            WHERE later.item = item.id AND later.id > job.id AND later.stage = 0))
      """;

  private static final String COUNT_PARKED =
      """
      SELECT count(*) FROM item WHERE state = 'processing' AND EXISTS (
        SELECT 1 FROM job WHERE job.is_open = 1 AND job.item = item.id AND job.blocking = 1
          AND job.state = 'parked')
      """;

  private static final String COUNT_ABANDONED =
      "SELECT count(*) FROM job WHERE state IN ('claimed', 'running') AND lease_until < ?";

  private static final String COUNT_BARE =
      """
      SELECT count(*) FROM item WHERE state = 'published' AND source = 'owned'
        AND type <> 'document'
        AND NOT EXISTS (SELECT 1 FROM rendition WHERE rendition.item = item.id)
        AND NOT EXISTS (SELECT 1 FROM job WHERE job.is_open = 1 AND job.item = item.id)
      """;

  private static final String PUT_METADATA =
      """
      INSERT INTO metadata (item, group_name, key_name, language, value, priority, provider, at)
      VALUES\s
      """;

  private static final String METADATA_ROW = "(?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String FORGET_METADATA =
      """
      DELETE FROM metadata
      WHERE item = ? AND group_name = ? AND key_name = ? AND language = ? AND provider = ?
      """;

  private static final String METADATA =
      """
      SELECT group_name, key_name, language, value, priority, provider, at FROM metadata
      WHERE item = ? ORDER BY group_name, key_name, priority DESC, id
      """;

  private final Session session;
  private final SqlItemTags tags;
  private final SqlRenditions renditions;
  private final SearchIndex search;

  SqlItemStore(Session session) {
    this.session = session;
    this.tags = new SqlItemTags(session);
    this.renditions = new SqlRenditions(session);
    this.search = new SearchIndex(session);
  }

  @Override
  public void add(Item item) {
    addAll(List.of(new Described(item, List.of())));
  }

  @Override
  public void addAll(List<Described> items) {
    var numbers = session.numbers("item", "number", items.size());
    var rows = new ArrayList<@Nullable Object[]>();
    var said = new ArrayList<@Nullable Object[]>();
    var texts = new ArrayList<SearchIndex.Text>();
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i).item();
      rows.add(ItemRow.of(numbers.get(i), item));
      items.get(i).values().forEach(value -> said.add(row(item.id(), value)));
      texts.add(SearchIndex.text(numbers.get(i), item, items.get(i).values()));
    }
    session.insert(ItemRow.ADD, ItemRow.ROW, "", rows);
    items.forEach(added -> tags.add(added.item()));
    session.insert(PUT_METADATA, METADATA_ROW, "", said);
    search.addAll(texts);
  }

  @Override
  public Optional<Item> find(ItemId id) {
    return session.first(SELECT + "WHERE id = ?", ItemRow::read, id.value());
  }

  @Override
  public void update(Item item) {
    var before = find(item.id());
    if (before.isEmpty()) {
      return; // removed meanwhile: it must not come back
    }
    session.update(ItemRow.UPDATE, ItemRow.of(item));
    tags.replace(before.get(), item);
    if (!isSeenAlike(before.get(), item)) {
      new SqlShelfStore(session).review(item.id());
    }
    if (!isFoundAlike(before.get(), item)) {
      search.refresh(item.id().value());
    }
  }

  private static boolean isSeenAlike(Item before, Item after) {
    return ItemRow.isListed(before) == ItemRow.isListed(after)
        && before.isTrashed() == after.isTrashed();
  }

  private static boolean isFoundAlike(Item before, Item after) {
    return before.title().equals(after.title())
        && before.description().equals(after.description())
        && before.tags().equals(after.tags());
  }

  @Override
  public void remove(ItemId id) {
    find(id).ifPresent(tags::remove);
    new SqlShelfStore(session).remove(id);
    search.remove(session.number("SELECT number FROM item WHERE id = ?", id.value()));
    session.update("DELETE FROM item WHERE id = ?", id.value());
  }

  @Override
  public List<Item> list(ItemQuery query) {
    var listing = ItemListing.of(query, session.dialect());
    return session.list(listing.sql(), ItemRow::read, listing.arguments().toArray());
  }

  @Override
  public List<Item> search(
      String query, @Nullable AccountId viewer, boolean everything, int offset, int limit) {
    return search.find(query, viewer, everything, offset, limit);
  }

  @Override
  public List<Item> withDigest(Digest digest) {
    return session.list(
        SELECT + "WHERE source_digest = ? ORDER BY created, id", ItemRow::read, digest.hex());
  }

  @Override
  public Optional<Item> external(String path) {
    return session.first(
        SELECT + "WHERE source = 'external' AND source_path = ? ORDER BY id LIMIT 1",
        ItemRow::read,
        path);
  }

  @Override
  public boolean needs(UploadId upload) {
    return session.exists(
        "SELECT 1 FROM item WHERE source_upload = ? AND source_upload <> '' LIMIT 1",
        upload.value());
  }

  @Override
  public Map<String, Long> countByState() {
    return session.counts("SELECT state, count(*) FROM item GROUP BY state");
  }

  @Override
  public List<ItemId> stranded(int limit) {
    return session.list(STRANDED, row -> new ItemId(Columns.text(row, "id")), limit);
  }

  @Override
  public Violations violations(Instant leaseLimit) {
    return new Violations(
        session.number(COUNT_STRANDED),
        session.number(COUNT_UNDECIDED),
        session.number(COUNT_PARKED),
        session.number("SELECT count(*) FROM item WHERE state = 'failed' AND reason = ''"),
        session.number(COUNT_ABANDONED, leaseLimit));
  }

  @Override
  public long countBare() {
    return session.number(COUNT_BARE);
  }

  @Override
  public void describe(Item item, List<Metadata> values) {
    var before = find(item.id());
    if (before.isEmpty()) {
      return; // removed meanwhile: it must not come back
    }
    session.update(ItemRow.UPDATE, ItemRow.of(item));
    tags.replace(before.get(), item);
    if (!isSeenAlike(before.get(), item)) {
      new SqlShelfStore(session).review(item.id());
    }
    keep(item.id(), values);
    search.refresh(item.id().value());
  }

  @Override
  public void putMetadata(ItemId item, List<Metadata> values) {
    keep(item, values);
    search.refresh(item.value());
  }

  @Override
  public void putMetadata(ItemId item, String provider, List<Metadata> values) {
    session.update("DELETE FROM metadata WHERE item = ? AND provider = ?", item.value(), provider);
    add(item, values);
    search.refresh(item.value());
  }

  private void keep(ItemId item, List<Metadata> values) {
    if (session.exists("SELECT 1 FROM metadata WHERE item = ? LIMIT 1", item.value())) {
      forget(item, values);
    }
    add(item, values);
  }

  private void add(ItemId item, List<Metadata> values) {
    session.insert(
        PUT_METADATA, METADATA_ROW, "", values.stream().map(value -> row(item, value)).toList());
  }

  private static @Nullable Object[] row(ItemId item, Metadata value) {
    return new @Nullable Object[] {
      item.value(),
      value.group(),
      value.key(),
      value.language(),
      value.value(),
      value.priority(),
      value.provider(),
      value.at()
    };
  }

  private void forget(ItemId item, List<Metadata> values) {
    var said = new HashSet<Metadata>();
    for (var value : values) {
      if (said.add(subject(value))) {
        session.update(
            FORGET_METADATA,
            item.value(),
            value.group(),
            value.key(),
            value.language(),
            value.provider());
      }
    }
  }

  /// What a statement is about, and who made it: without what it says.
  private static Metadata subject(Metadata said) {
    return new Metadata(
        said.group(), said.key(), said.language(), "", 0, said.provider(), Instant.EPOCH);
  }

  @Override
  public List<Metadata> metadata(ItemId item) {
    return session.list(
        METADATA,
        row ->
            new Metadata(
                Columns.text(row, "group_name"),
                Columns.text(row, "key_name"),
                Columns.text(row, "language"),
                Columns.text(row, "value"),
                row.getInt("priority"),
                Columns.text(row, "provider"),
                Columns.instant(row, "at")),
        item.value());
  }

  @Override
  public Optional<Rendition> putRendition(Rendition rendition) {
    return renditions.put(rendition);
  }

  @Override
  public void removeRendition(ItemId item, Rendition.Kind kind) {
    renditions.remove(item, kind);
  }

  @Override
  public List<Rendition> renditions(ItemId item) {
    return renditions.of(item);
  }

  @Override
  public Set<Rendition.Kind> renditionKinds(ItemId item) {
    return renditions.kinds(item);
  }

  @Override
  public Optional<Rendition> rendition(ItemId item, Rendition.Kind kind) {
    return renditions.find(item, kind);
  }

  @Override
  public List<String> tags(int limit) {
    return tags.mostUsed(limit);
  }
}
