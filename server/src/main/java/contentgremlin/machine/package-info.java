/// Places where work can be done: this machine first, then what runs on it or offers itself from
/// elsewhere; what each of them can do.
@NullMarked
package contentgremlin.machine;

import org.jspecify.annotations.NullMarked;
