/// Where the items of libraries stand: albums, series, months of pictures. What names, folders and
/// tags say of one item, and what many items together say of their shelf.
@NullMarked
package contentgremlin.shelf;

import org.jspecify.annotations.NullMarked;
