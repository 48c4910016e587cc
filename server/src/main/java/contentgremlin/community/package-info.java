/// What people do beside adding media: putting them together, talking about them, saying who they
/// are.
@NullMarked
package contentgremlin.community;

import org.jspecify.annotations.NullMarked;
