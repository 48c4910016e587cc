/// Uploads: bytes that come in pieces, are hashed and made durable on the way, and become items.
@NullMarked
package contentgremlin.engine.upload;

import org.jspecify.annotations.NullMarked;
