package contentgremlin.name;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One name, of a film's or episode's file or folder, taken apart by itself.
///
/// @param head what stands before the mark of an episode, or the film's title
/// @param year of the film; of an episode's show; 0 if not said
/// @param mark null if nothing says that it is an episode
/// @param tail what stands behind the mark of an episode: its title
/// @param part of a film in several files; 0 if not said
/// @param hasNotes whether anything in it tells of the file and not of the film
/// @param plain what stands before the notes, with a number at its end that may be a year: for
///   names in folders that say themselves what lies in them
record Release(
    String head,
    int year,
    @Nullable EpisodeMark mark,
    String tail,
    int part,
    String edition,
    String group,
    List<String> notes,
    Map<String, String> ids,
    boolean hasNotes,
    String plain) {}
