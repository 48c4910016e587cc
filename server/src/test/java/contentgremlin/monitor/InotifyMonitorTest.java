package contentgremlin.monitor;

import contentgremlin.library.Watchers;
import contentgremlin.watch.NativeWatchers;

class InotifyMonitorTest extends MonitorContract {
  @Override
  Watchers watchers() {
    return NativeWatchers.ofFolders();
  }
}
