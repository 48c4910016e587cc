/// The picture helper: a program of its own, since it decodes what strangers send. It makes one
/// order's pictures with libvips and ends; if it crashes, only that order is lost.
@NullMarked
package contentgremlin.image;

import org.jspecify.annotations.NullMarked;
