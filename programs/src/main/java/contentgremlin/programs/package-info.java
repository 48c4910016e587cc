/// Puts together the outside programs that the server starts. Part of the build, not of the server.
@NullMarked
package contentgremlin.programs;

import org.jspecify.annotations.NullMarked;
