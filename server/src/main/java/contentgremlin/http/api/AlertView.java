package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.event.Alert;
import contentgremlin.item.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What needs a person's eye, as the API shows it.
///
/// @param items that it matters to, those in the trash too
@JsonInclude(JsonInclude.Include.NON_NULL)
record AlertView(
    long id,
    String kind,
    String subject,
    String message,
    String at,
    @Nullable String resolved,
    List<Concerned> items) {
  record Concerned(String id, String title, String state) {}

  static AlertView of(Alert alert, List<Item> items) {
    var resolved = alert.resolved();
    return new AlertView(
        alert.id(),
        alert.kind().word(),
        alert.subject(),
        alert.message(),
        alert.at().toString(),
        resolved == null ? null : resolved.toString(),
        items.stream()
            .map(item -> new Concerned(item.id().value(), item.title(), item.state().word()))
            .toList());
  }
}
