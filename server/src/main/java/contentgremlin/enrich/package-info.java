/// How items come to describe themselves: which stages there are, which of them is next, what a
/// grabber is, and which of several statements counts.
@NullMarked
package contentgremlin.enrich;

import org.jspecify.annotations.NullMarked;
