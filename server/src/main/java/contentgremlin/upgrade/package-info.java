/// How a newer process takes a home over from the one that serves it: what each side needs of the
/// rest. The steps and every point at which one of them can die are in docs/UPGRADE.md.
@NullMarked
package contentgremlin.upgrade;

import org.jspecify.annotations.NullMarked;
