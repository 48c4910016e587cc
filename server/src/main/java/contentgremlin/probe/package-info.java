/// The probe helper: a program of its own that reads tags, streams and covers, since any file may
/// harm who reads it. It lives long, takes orders from its standard input, answers on its standard
/// output, and ends when either is closed. One thread reads files; nothing here is thread-safe.
///
/// Formats in which nearly all music is kept are read here, in a tenth of the time that libavformat
/// takes for them; all others, and whatever looks odd, by libavformat.
@NullMarked
package contentgremlin.probe;

import org.jspecify.annotations.NullMarked;
