package contentgremlin.monitor;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import contentgremlin.library.Watchers;
import contentgremlin.watch.NativeWatchers;
import contentgremlin.watch.Shell;
import org.junit.jupiter.api.BeforeEach;

class FanotifyMonitorPropertyTest extends MonitorPropertyContract {
  @BeforeEach
  void may() throws Exception {
    assumeTrue(Shell.mayMount(), "needs root");
  }

  @Override
  Watchers watchers() {
    return new NativeWatchers();
  }
}
