/// Looks at stored files again and again, tells of those that are not right, and has made again
/// what can be.
@NullMarked
package contentgremlin.engine.scrub;

import org.jspecify.annotations.NullMarked;
