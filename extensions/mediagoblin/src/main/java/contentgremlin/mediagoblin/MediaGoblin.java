package contentgremlin.mediagoblin;

import contentgremlin.extension.Extension;
import contentgremlin.extension.Host;
import contentgremlin.extension.Parts;

/// Brings along the one importer.
public final class MediaGoblin implements Extension {
  @Override
  public Parts start(Host host) {
    return Parts.none().with(new GoblinImporter(host));
  }
}
