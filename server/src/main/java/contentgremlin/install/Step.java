package contentgremlin.install;

import java.time.Duration;
import java.util.List;

/// One piece of installation that can be repeated: it only does what is missing. Whatever it throws
/// makes it fail, and nothing else.
///
/// It MUST bear to be ended anywhere and begun anew, and to be run twice at once.
public interface Step {
  /// What an id looks like; those of extensions have the extension's name before a colon.
  String ID = "[a-z0-9][a-z0-9-]{0,60}(:[a-z0-9][a-z0-9-]{0,60})?";

  /// A step that takes longer is left behind, and has failed.
  Duration LIMIT = Duration.ofSeconds(60);

  String id();

  /// What it is about, in a few words.
  String title();

  /// What has to be there before [#apply]: looked for just before, in whatever order steps come.
  default List<Need> needs() {
    return List.of();
  }

  default Duration limit() {
    return LIMIT;
  }

  /// Looks, and changes nothing.
  Standing check() throws Exception;

  /// Does what is missing.
  ///
  /// @return what was done, in words
  String apply() throws Exception;
}
