/// What people see or play: items, where their bytes come from, and what was made of them.
@NullMarked
package contentgremlin.item;

import org.jspecify.annotations.NullMarked;
