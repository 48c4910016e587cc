/// Brings over what another server has: its people, media, collections and comments. The other
/// server is only read; what was imported once is never imported again.
@NullMarked
package contentgremlin.engine.arrival;

import org.jspecify.annotations.NullMarked;
