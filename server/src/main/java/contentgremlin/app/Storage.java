package contentgremlin.app;

import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Instance;
import contentgremlin.upgrade.DatabaseCopy;

/// Where a home has its database: in itself, or on a server elsewhere. What is opened is added to
/// the closers that are given. Used by one thread.
interface Storage {
  /// One process serves a home at a time.
  interface Claim {
    /// This process.
    Instance self();

    /// Whether somebody else is at it and lives.
    boolean isOther(Instance instance);

    /// @throws contentgremlin.store.StoreException which says how to end it, or to take its place
    void refuse(Instance running);

    /// Writes down that the home is ours.
    void on(SqliteDatabase register);
  }

  /// Makes the home ours, brings the database to our schema, and opens it.
  Opened open(Closers closers, Claim claim);

  /// What an upgrade makes beside the database that another process serves.
  DatabaseCopy copy();

  /// Opens what [#copy] has made.
  Opened openCopy(Closers closers);

  /// Runs what makes the copy the one that is in use, while nothing is open that would be in its
  /// way; afterwards the home's register says who is about to serve.
  void relocate(Opened opened, Runnable move, Instance successor);
}
