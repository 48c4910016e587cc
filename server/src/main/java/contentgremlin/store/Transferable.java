package contentgremlin.store;

/// What another process needs of a database to take it over while it is in use. Thread-safe; the
/// steps come in the order in which they stand here.
public interface Transferable {
  /// From now on, keeps in mind which rows change: whoever copies everything after this, and then
  /// carries over those rows as they are at the end, has it all.
  void noteChanges();

  /// The rows that changed since the call before.
  Changes takeChanges();

  /// Keeps nothing in mind any more.
  void forgetChanges();

  /// Writes nothing any more: whoever wants to change something waits. Reading goes on, on
  /// connections that could not write if they wanted to. When this returns, all that was
  /// acknowledged is in the one database file, and no other file belongs to it.
  ///
  /// @return the rows that changed since [#takeChanges]
  /// @throws StoreException if some other program has the file open; then all is as it was
  Changes freeze();

  /// Goes on as if nothing had been asked; those who waited have waited.
  void thaw();

  /// Ends all writing for good: whoever waits gets a [StoreException.Moved]. Reading goes on, of
  /// what was there when it froze.
  void leave();
}
