/// Jetty: turns sockets into requests and responses into bytes.
@NullMarked
package contentgremlin.http.server;

import org.jspecify.annotations.NullMarked;
