package contentgremlin.upgrade;

import contentgremlin.store.Changes;
import contentgremlin.store.Instance;
import java.util.List;

/// The home's database of the newest schema, made beside the one that is in use: as a file, or as a
/// schema of a database on a server. Used by one thread.
public interface DatabaseCopy {
  /// Copies everything as it is at one moment, brings the schema up to date and checks the result.
  /// Slow; the old one may be written meanwhile.
  ///
  /// @return what is wrong with the copy; empty if it is sound
  List<String> make();

  /// Brings these rows to what they are in the old database now, and looks whether they are.
  ///
  /// @return what is wrong with the copy; empty if it is sound
  List<String> carry(Changes changes);

  /// Writes down who is about to serve.
  void claim(Instance instance);

  /// Makes the copy the one that is in use, in one step; the old one is kept under a name of its
  /// own. Nobody may have either of them open to write.
  ///
  /// @param oldVersion of the program that used the old one
  /// @throws contentgremlin.store.StoreException if the predecessor has taken the home back
  void move(String oldVersion);

  /// The one who is about to serve does serve: whoever else uses this database may write it, too.
  void release();

  /// Removes the copy, if it was not moved.
  void discard();
}
