package contentgremlin.coverart;

import contentgremlin.extension.Extension;
import contentgremlin.extension.Host;
import contentgremlin.extension.Parts;

/// Brings along the one grabber.
public final class CoverArt implements Extension {
  @Override
  public Parts start(Host host) {
    return Parts.none().with(new Fronts(host));
  }
}
