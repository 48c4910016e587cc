/// A program of its own: the process of an extension's companion, where native code may run.
@NullMarked
package contentgremlin.companion;

import org.jspecify.annotations.NullMarked;
