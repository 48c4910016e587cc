/// The recursive monitor of directory trees: it watches, lists, waits until files are whole, and
/// tells one listener. Knows `library` alone; how a tree is read and watched, it is given. Begin
/// with [contentgremlin.monitor.Monitor].
@NullMarked
package contentgremlin.monitor;

import org.jspecify.annotations.NullMarked;
