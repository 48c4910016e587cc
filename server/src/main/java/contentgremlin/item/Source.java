package contentgremlin.item;

import contentgremlin.vault.Digest;

/// Where an item's original bytes live.
public sealed interface Source {
  /// The name that the file had where it came from; only ever shown, never used as a path.
  String name();

  /// Size in bytes.
  long size();

  /// Uploaded, kept under `content/`.
  ///
  /// @param upload the upload that still holds the bytes, or the empty string once they were moved
  ///   to `original/`
  record Owned(Digest digest, String name, long size, String upload) implements Source {
    public boolean isKept() {
      return upload.isEmpty();
    }
  }

  /// A file in a library: never written, moved or deleted by us.
  ///
  /// @param folder the number of its row; 0 if the library was removed meanwhile
  /// @param root of the library: no link is followed below it
  /// @param path where it is, as far as known: absolute, below the root. Root and path are as
  ///   [contentgremlin.library.FileName] writes them, and follow from the library, so they are not
  ///   kept with the item
  record Mirrored(long folder, String root, String path, String name, long size)
      implements Source {}

  /// Asked for on demand, outside every library; no sweep removes it.
  record External(String path, String name, long size) implements Source {}

  default String word() {
    return switch (this) {
      case Owned _ -> "owned";
      case Mirrored _ -> "mirrored";
      case External _ -> "external";
    };
  }
}
