/// The JSON API under /api/v1, as openapi.json describes it.
@NullMarked
package contentgremlin.http.api;

import org.jspecify.annotations.NullMarked;
