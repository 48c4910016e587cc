/// The threads and the time: what runs by itself between the core's decisions and the adapters.
@NullMarked
package contentgremlin.engine;

import org.jspecify.annotations.NullMarked;
