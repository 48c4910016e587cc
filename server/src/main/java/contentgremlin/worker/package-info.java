/// Jobs that other machines do: what a worker is told, what it sends back, and what both believe.
@NullMarked
package contentgremlin.worker;

import org.jspecify.annotations.NullMarked;
