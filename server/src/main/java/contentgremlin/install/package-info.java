/// Installation: steps that can be repeated, what they need, in which order they come, and what
/// hooks into them.
@NullMarked
package contentgremlin.install;

import org.jspecify.annotations.NullMarked;
