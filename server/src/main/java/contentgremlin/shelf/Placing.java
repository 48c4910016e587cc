package contentgremlin.shelf;

import org.jspecify.annotations.Nullable;

/// What the name, the folders and the tags of a file come to.
///
/// @param title of the item: of the song, the episode, the film
/// @param year of a film, by its name; else 0
/// @param standing null if it stands on no shelf
public record Placing(String title, int year, @Nullable Standing standing) {}
