package contentgremlin.http.api;

import contentgremlin.account.Actor;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Catalogue;
import contentgremlin.item.Item;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Shows items as JSON, with the names of their owners: two questions to the database for a whole
/// page. Thread-safe.
final class ItemViews {
  private final Catalogue catalogue;
  private final Accounts accounts;

  ItemViews(Catalogue catalogue, Accounts accounts) {
    this.catalogue = catalogue;
    this.accounts = accounts;
  }

  List<ItemView> of(List<Item> items, Actor viewer) {
    var kinds = catalogue.shown(items);
    var names = accounts.names(items.stream().map(Item::owner).filter(Objects::nonNull).toList());
    return items.stream()
        .map(item ->
            ItemView.of(
                item,
                item.owner() == null ? null : names.get(item.owner()),
                kinds.getOrDefault(item.id(), Set.of()),
                viewer))
        .toList();
  }

  /// With what only one item alone is told of.
  ItemView whole(Item item, Actor viewer) {
    return of(List.of(item), viewer).getFirst().with(catalogue.licence(item.id()).orElse(null));
  }
}
