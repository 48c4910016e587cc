package contentgremlin.shelf;

/// Somebody who has to do with albums.
///
/// @param albums their own that the one who asks may see
/// @param others which they have to do with, likewise
public record Artist(long id, String name, String sort, long albums, long others) {}
