package contentgremlin.upgrade;

import java.util.Locale;

/// The steps of an upgrade, in their order. docs/UPGRADE.md says for each what becomes of the home
/// if one of the two processes, or the machine, dies in it.
public enum Step {
  /// The predecessor notes changes from now on.
  BEGIN,
  /// Everything is copied and brought to the new schema.
  COPY,
  /// What changed meanwhile is carried over.
  CATCH_UP,
  /// The new server is made ready, on the copy.
  PREPARE,
  /// The predecessor ends its own work; tools run on.
  QUIET,
  /// The window: the predecessor writes nothing any more.
  FREEZE,
  /// The last changes are carried over.
  CARRY,
  /// The copy gets the name.
  MOVE,
  /// The predecessor hands over what comes to it.
  COMPLETE,
  /// The new server listens and works.
  SERVE;

  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
