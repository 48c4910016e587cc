package contentgremlin.extend;

import java.util.Locale;

/// How an extension is, as far as an administrator is concerned.
public enum ExtensionState {
  /// At work.
  ENABLED,
  /// An administrator has switched it off.
  DISABLED,
  /// It switched itself off, or can't be used at all.
  FAILED,
  /// Its jar is gone; what is kept of it is still there.
  MISSING;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
