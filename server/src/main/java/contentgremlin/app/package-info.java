@NullMarked
package contentgremlin.app;

import org.jspecify.annotations.NullMarked;
