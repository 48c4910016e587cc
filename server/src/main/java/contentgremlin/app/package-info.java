/// Where the program starts, and where its parts are put together: the only place that knows all of
/// them, and the only one that reads the system clock.
@NullMarked
package contentgremlin.app;

import org.jspecify.annotations.NullMarked;
