package contentgremlin.monitor;

import contentgremlin.library.Watchers;
import contentgremlin.watch.NativeWatchers;

class InotifyMonitorMountTest extends MonitorMountContract {
  @Override
  Watchers watchers() {
    return NativeWatchers.ofFolders();
  }
}
