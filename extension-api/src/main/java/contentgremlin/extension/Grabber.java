package contentgremlin.extension;

import java.util.List;
import java.util.Set;

/// Knows one place where something is said of items. Called by many threads at once.
public interface Grabber {
  Profile profile();

  /// Asks. At most 60 seconds of its own; the time that [Sources] takes does not count. MAY be
  /// called again for the same item after a crash.
  Answer grab(Subject subject, Sources sources) throws Exception;

  /// What a grabber says of itself.
  ///
  /// @param id for ever: it is in the rows; small letters, digits and "-"; no other grabber's
  /// @param version grows when it would say something else of the same item: then it is run again
  /// @param name as people call it
  /// @param capability what it gives, in a sentence
  /// @param types of items that it knows something of; see [Item#type]
  /// @param wave when its turn is: [#LOCAL], [#IDENTIFY], [#FIND] or [#MORE]
  /// @param priority of its statements: [#SIDECAR], [#CATALOGUE], [#CROWD]
  /// @param asks whom it asks over the network: one provider, or none
  /// @param needs what must be known of an item for it to be asked at all, as "titles/title"; of
  ///   several, with " or " between them, one is enough
  /// @param groups of the statements that it makes
  record Profile(
      String id,
      int version,
      String name,
      String capability,
      Set<String> types,
      String wave,
      int priority,
      List<Provider> asks,
      Set<String> needs,
      Set<String> groups) {
    /// What is in the file, and beside it.
    public static final String LOCAL = "local";

    /// Which thing it is.
    public static final String IDENTIFY = "identify";

    /// What the great catalogues know.
    public static final String FIND = "find";

    /// What others know of the thing that was found.
    public static final String MORE = "more";

    /// Written by people, beside the file.
    public static final int SIDECAR = 400;

    /// Said of the one thing that was found.
    public static final int CATALOGUE = 300;

    /// Said by whoever wants to.
    public static final int CROWD = 200;

    public Profile {
      types = Set.copyOf(types);
      asks = List.copyOf(asks);
      needs = Set.copyOf(needs);
      groups = Set.copyOf(groups);
    }
  }
}
