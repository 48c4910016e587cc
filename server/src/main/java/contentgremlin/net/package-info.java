/// What asks others over the network.
@NullMarked
package contentgremlin.net;

import org.jspecify.annotations.NullMarked;
