package contentgremlin.vault;

/// Names one upload, and its folder under `content/incoming`. Whoever knows it may go on with it,
/// so it can't be guessed: 26 letters and digits.
public record UploadId(String value) {
  public UploadId {
    if (!value.matches("[0-9a-z]{26}")) {
      throw new IllegalArgumentException("not an upload id: " + value);
    }
  }

  /// Where its bytes lie, relative to `content/`.
  public String dataPath() {
    return "incoming/" + value + "/data";
  }
}
