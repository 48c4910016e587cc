/// The bytes of items, with ranges and validators.
@NullMarked
package contentgremlin.http.media;

import org.jspecify.annotations.NullMarked;
