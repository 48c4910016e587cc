package contentgremlin.library;

import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import org.jspecify.annotations.Nullable;

/// What was read of a file.
///
/// @param facts width and height as shown, turned the way the file says
/// @param taken when a picture or film was taken, or null where it does not say
/// @param cover the picture that it brings along, or null
/// @param chapters how many a film or book has
/// @param essence names the media without their tags: stays the same when a file is only tagged
///   anew, or is moved; the empty string where it can't be had. Two files with the same essence
///   hold the same media, as far as samples can tell
public record ProbedMedia(
    MediaType type,
    MediaFacts facts,
    Tags tags,
    Codecs codecs,
    @Nullable Taken taken,
    @Nullable EmbeddedCover cover,
    int chapters,
    String essence) {}
