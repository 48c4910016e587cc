/// Machines besides this one: who knows them is asked, and those that are adopted are started and
/// stopped.
@NullMarked
package contentgremlin.engine.machine;

import org.jspecify.annotations.NullMarked;
