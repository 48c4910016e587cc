package contentgremlin.extension;

import java.util.List;

/// What a grabber is asked about.
///
/// @param beside names of the files that belong to the item's
/// @param isChosen whether a person has chosen among the grabber's candidates
/// @param chosen the key of the one that was chosen; the empty string: none of them
public record Subject(Item item, List<String> beside, boolean isChosen, String chosen) {
  public Subject {
    beside = List.copyOf(beside);
  }
}
