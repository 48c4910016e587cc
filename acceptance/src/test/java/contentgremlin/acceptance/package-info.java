/// The packaged program, used as people and machines use it: started, asked, killed.
@NullMarked
package contentgremlin.acceptance;

import org.jspecify.annotations.NullMarked;
