package contentgremlin.extension;

import java.util.List;

/// A step of the installer's own, carried out after those of the server. It MUST bear to be ended
/// anywhere and begun anew, and to be run twice at once.
public interface InstallStep {
  /// Small letters, digits and "-". Others know it behind the extension's id and ":".
  String id();

  /// What it is about, in a few words.
  String title();

  /// As [InstallHook#requires].
  List<String> requires();

  /// Looks, and changes nothing. At most 60 seconds.
  boolean isDone() throws Exception;

  /// Does what is missing. At most 60 seconds.
  ///
  /// @return what was done, in words
  String apply() throws Exception;
}
