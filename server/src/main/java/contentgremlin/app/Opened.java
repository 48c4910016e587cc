package contentgremlin.app;

import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.store.Instance;
import contentgremlin.store.Transferable;
import contentgremlin.upgrade.KeptDatabases;
import contentgremlin.upgrade.Succession;
import java.util.function.Consumer;

/// A home's database in use.
///
/// @param local tells who serves the home, and may be the database itself
/// @param database holds everything but bytes
/// @param node tells servers apart that share a database; the empty string for the only one
/// @param transferable the same, as a successor takes it over
/// @param presence hears where this server is to be found, once it is
record Opened(
    SqliteDatabase local,
    Database database,
    String node,
    Transferable transferable,
    Succession succession,
    KeptDatabases kept,
    Consumer<Instance> presence) {}
