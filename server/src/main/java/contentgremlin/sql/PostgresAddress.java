package contentgremlin.sql;

import contentgremlin.store.StoreException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Where a PostgreSQL server is, from either form of address that people have at hand: the one of
/// libpq, `postgresql://user:password@host:5432/database?sslmode=require` ([connection
/// URIs](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS)), and
/// JDBC's, `jdbc:postgresql://…`.
///
/// @param user the empty string if the address names none
record PostgresAddress(String jdbcUrl, String user, String password) {
  static PostgresAddress of(String address) {
    if (address.startsWith("jdbc:postgresql:")) {
      return new PostgresAddress(address, "", "");
    }
    if (!address.startsWith("postgresql://") && !address.startsWith("postgres://")) {
      throw unknown();
    }
    try {
      var uri = URI.create(address);
      var query = uri.getRawQuery();
      var server = uri.getRawAuthority();
      var host = server == null ? "" : server.substring(server.lastIndexOf('@') + 1);
      var user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
      int colon = user.indexOf(':');
      return new PostgresAddress(
          "jdbc:postgresql://" + host + uri.getRawPath() + (query == null ? "" : "?" + query),
          decoded(colon < 0 ? user : user.substring(0, colon)),
          colon < 0 ? "" : decoded(user.substring(colon + 1)));
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
  }

  /// A connection of its own, which commits only when told to.
  Session session() {
    try {
      var connection =
          user.isEmpty()
              ? DriverManager.getConnection(jdbcUrl)
              : DriverManager.getConnection(jdbcUrl, user, password);
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      return new Session(connection, Dialect.POSTGRESQL);
    } catch (SQLException e) {
      throw new StoreException("The database server could not be reached: " + e.getMessage(), e);
    }
  }

  /// What a transaction of its own does with the places, which nobody else looks at meanwhile.
  interface Work<T> {
    T in(PostgresPlaces places, Session session);
  }

  /// Runs it on a connection of its own.
  <T> T locked(Work<T> work) {
    try (var session = session()) {
      PostgresPlaces.lock(session);
      return locked(session, PostgresPlaces.in(session), work);
    } catch (SQLException e) {
      throw new StoreException("The database could not be asked: " + e.getMessage(), e);
    }
  }

  /// Runs it on this connection, which has read nothing yet.
  static <T> T locked(Session session, PostgresPlaces places, Work<T> work) throws SQLException {
    var connection = session.connection();
    try {
      PostgresPlaces.lock(session);
      T result = work.in(places, session);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    }
  }

  /// The address itself is not repeated: there may be a password in it.
  private static StoreException unknown() {
    return new StoreException(
        "The address of a database looks like postgresql://user:password@host:5432/database.");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
