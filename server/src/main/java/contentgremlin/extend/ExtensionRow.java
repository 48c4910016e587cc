package contentgremlin.extend;

/// What is kept of an extension, whether its jar is there or not.
///
/// @param isWanted an administrator has not switched it off
/// @param reason why it was switched off by itself; the empty string: it was not
/// @param jar the digest of the jar that the reason is about
/// @param schema the number of the newest of its schema files that was carried out
/// @param event the number of the newest event that its listeners have heard of; -1: of none yet
public record ExtensionRow(
    String id,
    String title,
    String version,
    boolean isWanted,
    String reason,
    String jar,
    int schema,
    long event) {
  public static ExtensionRow of(Declaration declaration) {
    return new ExtensionRow(
        declaration.id(), declaration.title(), declaration.version(), true, "", "", 0, -1);
  }

  public ExtensionRow as(Declaration declaration) {
    return new ExtensionRow(
        id, declaration.title(), declaration.version(), isWanted, reason, jar, schema, event);
  }

  public ExtensionRow wanted(boolean wanted) {
    return new ExtensionRow(id, title, version, wanted, "", "", schema, event);
  }

  public ExtensionRow broken(String why, String digest) {
    return new ExtensionRow(id, title, version, isWanted, why, digest, schema, event);
  }

  public ExtensionRow whole() {
    return new ExtensionRow(id, title, version, isWanted, "", "", schema, event);
  }

  public ExtensionRow schema(int number) {
    return new ExtensionRow(id, title, version, isWanted, reason, jar, number, event);
  }

  public ExtensionRow heard(long number) {
    return new ExtensionRow(id, title, version, isWanted, reason, jar, schema, number);
  }
}
