/// What handlers are written in: requests, responses, routes. Knows no server.
@NullMarked
package contentgremlin.http;

import org.jspecify.annotations.NullMarked;
