package contentgremlin.http.page;

import contentgremlin.account.Actor;
import org.jspecify.annotations.Nullable;

/// Who looks at a page, as far as the page shows it.
///
/// @param name null for a visitor and for the operator
public record Viewer(@Nullable String name, boolean canUpload, boolean canAdminister) {
  static Viewer of(Actor actor) {
    var name = actor instanceof Actor.Person(var account, _) ? account.name() : null;
    return new Viewer(name, actor.canUpload(), actor.canAdminister());
  }
}
