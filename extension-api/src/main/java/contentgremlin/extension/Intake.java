package contentgremlin.extension;

/// Takes what an importer found: makes of each record what it becomes here, once, remembers that in
/// the same transaction, and tells of it. Used by the importer's thread.
///
/// In a dry run it tells what it would do, and does nothing: importers need not know. When the
/// server is to stop, or the extension was switched off, any call ends the run by an exception; let
/// it pass.
public interface Intake {
  /// About how many records there are to tell of, for those who watch.
  void expect(long records);

  /// Takes one record. What can't be taken is a line in the report, and the rest goes on.
  ///
  /// @return whether it is here now; in a dry run, whether it would be
  boolean take(Arrival arrival);

  /// Tells of a record that is nothing which could be here.
  ///
  /// @param kind what sort of record it is: small letters, digits and "-", at most 30
  void leaveOut(String kind, Arrival.Origin origin, String why);
}
