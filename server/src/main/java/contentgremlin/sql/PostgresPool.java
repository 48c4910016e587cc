package contentgremlin.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import contentgremlin.store.StoreException;
import java.time.Duration;

/// Connections to one schema of a database.
final class PostgresPool {
  private static final int CONNECTIONS_MAX = 8;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  private PostgresPool() {}

  /// @param place the schema
  static HikariDataSource open(PostgresAddress address, String place) {
    var config = new HikariConfig();
    config.setPoolName("database " + place);
    config.setJdbcUrl(address.jdbcUrl());
    if (!address.user().isEmpty()) {
      config.setUsername(address.user());
      config.setPassword(address.password());
    }
    // Unlike a property of the connection, this is stronger than what the address says.
    config.setConnectionInitSql("SET SESSION search_path TO " + PostgresPlaces.quoted(place));
    config.setIsolateInternalQueries(true); // and no transaction is left open by that
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setMaximumPoolSize(CONNECTIONS_MAX);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_LIMIT.toMillis());
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new StoreException("The database server could not be reached: " + e.getMessage(), e);
    }
  }
}
