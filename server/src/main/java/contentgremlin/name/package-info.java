/// What the names of files and folders say: one way of cleaning them for films, episodes, songs,
/// pictures and documents. Pure: the same name and rules always come to the same.
@NullMarked
package contentgremlin.name;

import org.jspecify.annotations.NullMarked;
