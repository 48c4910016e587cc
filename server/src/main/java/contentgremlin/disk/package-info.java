@NullMarked
package contentgremlin.disk;

import org.jspecify.annotations.NullMarked;
