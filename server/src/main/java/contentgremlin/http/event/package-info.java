/// The stream of events that browsers and scripts listen to.
@NullMarked
package contentgremlin.http.event;

import org.jspecify.annotations.NullMarked;
