/// What a file needs to become playable: recognising it, plans, arguments of ffmpeg, and checks of
/// what came out. Pure: decides, and runs nothing.
@NullMarked
package contentgremlin.transcode;

import org.jspecify.annotations.NullMarked;
