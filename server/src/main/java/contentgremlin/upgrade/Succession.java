package contentgremlin.upgrade;

/// Which database is the home's: the one question that decides between two processes, answered by
/// the file system, or the database's server, in one step. Thread-safe.
public interface Succession {
  /// The one that is in use now is ours.
  void remember();

  /// Takes back the home from a successor that is dead, or too late: after this it can't come to
  /// bear the name any more, and our own file does. Call it only while the successor has not told
  /// that it serves: until then it has promised nobody anything.
  void revoke();
}
