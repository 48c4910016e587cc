package contentgremlin.sql;

import contentgremlin.account.AccountId;
import contentgremlin.item.ItemQuery;
import contentgremlin.item.ItemQuery.Scope;
import contentgremlin.item.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The statement that answers an [ItemQuery], with its arguments.
///
/// Every index for listings has the type before the time. A listing of one type is one range of
/// such an index; one of all types is the merge of a range per type, newest first. So half as many
/// indexes do, and nothing is sorted or filtered. SQLite merges by itself; PostgreSQL must be told
/// that each range is in order, and how much of it is wanted.
record ItemListing(String sql, List<@Nullable Object> arguments) {
  private static final String NEWEST = "ORDER BY created DESC, id DESC LIMIT ?";
  private static final String ALL = "SELECT " + ItemRow.COLUMNS + "FROM item WHERE ";

  // Sorted by the columns of item_tag: those are in its index.
  private static final String TAGGED =
      "SELECT item_tag.item AS id, item_tag.created AS created, "
          + ItemRow.DESCRIPTION
          + "FROM item_tag JOIN item ON item.id = item_tag.item WHERE item_tag.tag = ? AND ";

  static ItemListing of(ItemQuery query, Dialect dialect) {
    var types = query.type() == null ? List.of(MediaType.values()) : List.of(query.type());
    var arms = new ArrayList<String>();
    var arguments = new ArrayList<@Nullable Object>();
    for (var type : types) {
      var arm = arm(query, type, arguments);
      arms.add(types.size() > 1 ? ordered(arm, query, dialect, arguments) : arm);
    }
    arguments.add(query.limit());
    var sql = String.join("UNION ALL\n", arms) + NEWEST;
    return new ItemListing(sql, arguments);
  }

  private static String ordered(
      String arm, ItemQuery query, Dialect dialect, List<@Nullable Object> arguments) {
    return switch (dialect) {
      case SQLITE -> arm;
      case POSTGRESQL -> {
        arguments.add(query.limit());
        yield "(" + arm + NEWEST + ")\n";
      }
    };
  }

  private static String arm(ItemQuery query, MediaType type, List<@Nullable Object> arguments) {
    var table = query.tag() == null ? "item" : "item_tag";
    var sql = new StringBuilder(query.tag() == null ? ALL : TAGGED);
    if (query.tag() != null) {
      arguments.add(Texts.storable(query.tag()));
    }
    sql.append(scope(query.scope(), table, arguments));
    sql.append(" AND ").append(table).append(".type = ?");
    arguments.add(type.word());
    var after = query.after();
    if (after != null) {
      var id = query.tag() == null ? "item.id" : "item_tag.item";
      sql.append(" AND (%s.created, %s) < (?, ?)".formatted(table, id));
      arguments.add(after.created());
      arguments.add(after.id().value());
    }
    return sql.append('\n').toString();
  }

  private static String scope(Scope scope, String table, List<@Nullable Object> arguments) {
    return switch (scope) {
      case Scope.Public() -> table + ".listed = 1";
      case Scope.Everything() -> table + ".trashed = 0";
      case Scope.OwnedBy(var owner) -> owned(owner, ".trashed = 0", table, arguments);
      case Scope.PublicOf(var owner) -> owned(owner, ".listed = 1", table, arguments);
      case Scope.Trash(var owner) ->
          owner == null ? table + ".trashed = 1" : owned(owner, ".trashed = 1", table, arguments);
    };
  }

  private static String owned(
      AccountId owner, String condition, String table, List<@Nullable Object> arguments) {
    arguments.add(owner.value());
    return table + ".owner = ? AND " + table + condition;
  }
}
