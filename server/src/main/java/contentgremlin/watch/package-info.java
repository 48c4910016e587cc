/// The file system of Linux as `library` wants to see it: folders are read, and watched, through
/// the foreign function interface, since Java's own files know neither inodes as numbers, nor names
/// that are no UTF-8, nor cookies of moves. Knows `library` alone.
@NullMarked
package contentgremlin.watch;

import org.jspecify.annotations.NullMarked;
