package contentgremlin.vault;

/// What a look at the place of a stored file showed.
public sealed interface Finding {
  /// All bytes were read, to the end.
  record Read(long size, Digest digest) implements Finding {}

  /// There is nothing at this place.
  record Nothing() implements Finding {}

  /// Something is there that is no file: a folder, a link.
  record NoFile(String what) implements Finding {}

  /// Not all of it could be read; that says nothing about the bytes.
  record Unreadable(String why) implements Finding {}

  /// Whether this is the file, whole.
  default boolean is(StoredFile file) {
    return this instanceof Read(var size, var digest)
        && size == file.size()
        && digest.equals(file.digest());
  }

  /// What is wrong; for a finding that [#is] not the file.
  default Damage.Kind damage() {
    return switch (this) {
      case Read _, NoFile _ -> Damage.Kind.CHANGED;
      case Nothing _ -> Damage.Kind.MISSING;
      case Unreadable _ -> Damage.Kind.UNREADABLE;
    };
  }

  /// As a part of a sentence that begins with what should be there.
  default String inWords() {
    return switch (this) {
      case Read(var size, var digest) -> size + " bytes with SHA-256 " + digest.hex();
      case Nothing() -> "nothing";
      case NoFile(var what) -> what;
      case Unreadable(var why) -> "no answer (" + why + ")";
    };
  }
}
