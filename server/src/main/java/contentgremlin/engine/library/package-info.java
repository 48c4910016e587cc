/// Keeps the items of libraries equal to what is on the disk: listings are compared with the rows,
/// whatever became of hints.
@NullMarked
package contentgremlin.engine.library;

import org.jspecify.annotations.NullMarked;
