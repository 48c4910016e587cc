/// The tus 1.0 protocol, and the plain form for browsers without script.
@NullMarked
package contentgremlin.http.upload;

import org.jspecify.annotations.NullMarked;
