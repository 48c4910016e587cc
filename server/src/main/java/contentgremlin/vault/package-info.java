/// The bytes under content/: digests, places, half uploads.
@NullMarked
package contentgremlin.vault;

import org.jspecify.annotations.NullMarked;
