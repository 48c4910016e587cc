@NullMarked
package contentgremlin.cli;

import org.jspecify.annotations.NullMarked;
