/// Watched directory trees: what is found there, what changed, and what may be concluded from it.
/// Values, decisions and ports alone; together with `watch` and `monitor` it can be used by others.
@NullMarked
package contentgremlin.library;

import org.jspecify.annotations.NullMarked;
