package contentgremlin.library;

/// Something happened in a watched tree. Paths are relative to the root; those of folders end in a
/// slash. A change tells that something is worth a look; what is there, only a listing tells.
public sealed interface Change {
  /// A file that is complete, as far as can be told: closed after writing, linked or moved in, or
  /// unchanged for a moment. A folder that had this name before is gone.
  record Created(String path) implements Change {}

  /// A folder that came or was moved in; the monitor lists it and all below it right after.
  record FolderCreated(String path) implements Change {}

  /// A file has other bytes than before, and is complete again.
  record Changed(String path) implements Change {}

  /// A file or folder has another name or place within the tree. Who has never heard of the old one
  /// MUST look at the new one: while much happens at once, a file may have had names that nobody
  /// was told of.
  record Moved(String from, String to) implements Change {}

  record Deleted(String path) implements Change {}

  /// Changes in this folder, or anywhere below it, may have been missed: the monitor lists that
  /// part again right after.
  ///
  /// @param reason in a sentence, for people
  record Overflow(String path, String reason) implements Change {}

  /// The root, or a mounted folder within, can't be looked at any more, or is another one.
  record Offline(String path, String reason) implements Change {}

  /// It can be looked at again; the monitor lists it right after.
  record Back(String path) implements Change {}
}
