/// What comes from another server: its records as they are there, what became of each, and where
/// its addresses lead.
@NullMarked
package contentgremlin.arrival;

import org.jspecify.annotations.NullMarked;
