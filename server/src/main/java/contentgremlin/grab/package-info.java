/// The grabbers, each in its own file: who knows something of an item, how to ask, and how to read
/// the answer. Nothing here looks anywhere by itself: all of that goes through
/// [contentgremlin.enrich.Sources].
@NullMarked
package contentgremlin.grab;

import org.jspecify.annotations.NullMarked;
