package contentgremlin.enrich;

import contentgremlin.item.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a grabber says of itself.
///
/// @param id for ever: it is in the rows; small letters, digits and "-"
/// @param version grows when it would say something else of the same file: then it is run again
/// @param name as people call it
/// @param capability what it gives, in a sentence
/// @param types of items that it knows something of
/// @param priority of its statements, see [contentgremlin.item.Metadata#priority]
/// @param provider whom it asks; null if it only looks at what is here
/// @param groups of the statements it makes
/// @param options what can be set for it
public record Profile(
    String id,
    int version,
    String name,
    String capability,
    Set<MediaType> types,
    Wave wave,
    int priority,
    @Nullable Provider provider,
    Set<String> groups,
    List<Option> options) {
  /// Written by people for such servers, beside the file.
  public static final int PRIORITY_SIDECAR = 400;

  /// Said of the one thing that was found.
  public static final int PRIORITY_CATALOGUE = 300;

  /// Said by whoever wants to.
  public static final int PRIORITY_CROWD = 200;

  /// Taken from the file's name.
  public static final int PRIORITY_NAME = 50;

  public Profile {
    types = Set.copyOf(types);
    groups = Set.copyOf(groups);
    options = List.copyOf(options);
  }

  /// What its jobs are called.
  public String jobKind() {
    return Stages.GRAB + id;
  }

  public Optional<Provider> asked() {
    return Optional.ofNullable(provider);
  }

  public boolean isNetworked() {
    return provider != null;
  }
}
