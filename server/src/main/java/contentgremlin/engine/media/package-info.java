/// The jobs that turn an upload into what browsers play: one handler for each kind.
@NullMarked
package contentgremlin.engine.media;

import org.jspecify.annotations.NullMarked;
