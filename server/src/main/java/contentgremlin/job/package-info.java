/// Durable work: one state machine, one priority rule, one retry rule.
@NullMarked
package contentgremlin.job;

import org.jspecify.annotations.NullMarked;
