package contentgremlin.library;

/// A picture inside of a file.
///
/// @param mediaType "image/jpeg", as far as the file says; "" if it does not
/// @param offset of its first byte in the file, or -1 where it does not lie there in one piece;
///   then only [Prober#cover] gets at it
/// @param length bytes
public record EmbeddedCover(String mediaType, long offset, long length) {}
