package contentgremlin.http.event;

import contentgremlin.engine.EventStream;
import contentgremlin.item.ItemId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a listener asked for; empty lists mean everything.
///
/// @param types whole ones ("job.failed"), or the word before the dot ("job")
record Wanted(List<String> items, List<String> types) {
  boolean has(EventStream.Message message) {
    return switch (message) {
      case EventStream.Message.Happened(var event) ->
          hasItem(event.fact().about()) && hasType(event.fact().type());
      case EventStream.Message.Moved(_, var item, _, _) ->
          hasItem(item) && hasType(EventText.PROGRESS);
      case EventStream.Message.Resync _ -> true;
    };
  }

  private boolean hasItem(@Nullable ItemId item) {
    return items.isEmpty() || (item != null && items.contains(item.value()));
  }

  private boolean hasType(String type) {
    return types.isEmpty()
        || types.contains(type)
        || types.contains(type.substring(0, type.indexOf('.')));
  }
}
