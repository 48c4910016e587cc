/// Runs installations: one at a time, each step only when what it needs is there.
@NullMarked
package contentgremlin.engine.install;

import org.jspecify.annotations.NullMarked;
