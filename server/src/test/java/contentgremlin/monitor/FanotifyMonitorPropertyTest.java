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
    // Something is told wrongly here about once in a hundred sequences, by two of the four, when
    // the
    // machine is quick: a folder that is gone stays known. Not found yet.
    assumeTrue(
        Integer.getInteger("contentgremlin.sequences") != null,
        "has a known fault: only by -Dcontentgremlin.sequences=N");
  }

  @Override
  Watchers watchers() {
    return new NativeWatchers();
  }
}
