/// The program on another machine that does jobs for a server. It has no database: what it needs is
/// in the order that it got and in its own folder.
@NullMarked
package contentgremlin.engine.worker;

import org.jspecify.annotations.NullMarked;
