package contentgremlin.extension;

import java.util.List;

/// Something that comes with one of the installer's steps. It runs whenever `gremlin install` does,
/// also when the step was done already, so it only does what is missing.
public interface InstallHook {
  String BEFORE = "before";
  String AFTER = "after";
  String AROUND = "around";

  /// Small letters, digits and "-". Reports show it behind the extension's id and ":".
  String id();

  /// What it does, in a few words.
  String title();

  /// The step that it comes with: "database", "machine", "administrator", "settings" and so on, or
  /// one of an extension: "hello:greeting".
  String step();

  /// [#BEFORE], [#AFTER] or [#AROUND] the step.
  String moment();

  /// What has to be there: "step settings", "table machine", "row machine kind local" (a row whose
  /// column `kind` is "local"). The server looks just before it calls [#run], however steps and
  /// hooks are ordered; if something is missing, the hook is skipped, and that is told.
  List<String> requires();

  /// Does what is missing. At most 60 seconds, besides what the step takes.
  Effect run(Around around) throws Exception;

  /// @param changed whether anything was missing
  /// @param detail what was done, or is there, in words
  record Effect(boolean changed, String detail) {}

  /// The step that a hook is around.
  interface Around {
    /// Has the step done, if need be. Whoever is around a step and never calls this keeps the step
    /// from being done.
    ///
    /// @return what came of it, in words
    /// @throws IllegalStateException if the hook is not around anything
    String proceed();
  }
}
