/// The durable, numbered facts about items and jobs.
@NullMarked
package contentgremlin.event;

import org.jspecify.annotations.NullMarked;
