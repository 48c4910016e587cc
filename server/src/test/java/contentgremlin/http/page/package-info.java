/// The pages with sample data, served by the real server from a real database.
@NullMarked
package contentgremlin.http.page;

import org.jspecify.annotations.NullMarked;
