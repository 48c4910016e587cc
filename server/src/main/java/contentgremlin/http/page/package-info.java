/// The pages that people see.
@NullMarked
package contentgremlin.http.page;

import org.jspecify.annotations.NullMarked;
