/// The command line. Commands other than `serve` and `demo` speak HTTP to the server of their home,
/// as its operator.
@NullMarked
package contentgremlin.cli;

import org.jspecify.annotations.NullMarked;
