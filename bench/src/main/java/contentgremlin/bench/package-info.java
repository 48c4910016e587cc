/// Benchmarks, each against a peer or a limit, runnable alone.
@NullMarked
package contentgremlin.bench;

import org.jspecify.annotations.NullMarked;
