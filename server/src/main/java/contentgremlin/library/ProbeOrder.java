package contentgremlin.library;

/// A file that is to be read.
///
/// @param number whatever the caller knows it by
/// @param path absolute, as [FileName] writes it
/// @param size bytes, as the file was listed; one that is otherwise by now has vanished
/// @param modified nanoseconds since 1970, as it was listed
public record ProbeOrder(long number, String path, long size, long modified) {
  /// Whether a file of this name may be what its bytes are to be taken for where they do not say.
  public boolean hasExtension(String extension) {
    int length = extension.length() + 1;
    return path.length() > length
        && path.charAt(path.length() - length) == '.'
        && path.regionMatches(
            true, path.length() - extension.length(), extension, 0, extension.length());
  }
}
