package contentgremlin.upgrade;

/// Which file bears the name of the home's database: the one question that decides between two
/// processes, answered by the file system in one step. Thread-safe.
public interface Succession {
  /// The file that bears the name now is ours.
  void remember();

  /// Takes back the home from a successor that is dead, or too late: after this it can't come to
  /// bear the name any more, and our own file does. Call it only while the successor has not told
  /// that it serves: until then it has promised nobody anything.
  void revoke();
}
