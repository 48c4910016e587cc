/// Has items described: finds out which stage is next, and carries it out as a job.
@NullMarked
package contentgremlin.engine.enrich;

import org.jspecify.annotations.NullMarked;
