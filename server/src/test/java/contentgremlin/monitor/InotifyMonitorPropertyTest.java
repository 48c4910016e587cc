package contentgremlin.monitor;

import contentgremlin.library.Watchers;
import contentgremlin.watch.NativeWatchers;

class InotifyMonitorPropertyTest extends MonitorPropertyContract {
  @Override
  Watchers watchers() {
    return NativeWatchers.ofFolders();
  }
}
