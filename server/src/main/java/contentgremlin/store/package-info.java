/// The one door to the database: transactions over the stores of all nouns.
@NullMarked
package contentgremlin.store;

import org.jspecify.annotations.NullMarked;
