package contentgremlin.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.store.StoreException;
import org.junit.jupiter.api.Test;

class PostgresAddressTest {
  @Test
  void the_common_form_is_understood_with_its_user_password_and_options() {
    assertThat(
            PostgresAddress.of("postgresql://me:p%40ss+word@db.example:5433/media?sslmode=require"))
        .isEqualTo(
            new PostgresAddress(
                "jdbc:postgresql://db.example:5433/media?sslmode=require", "me", "p@ss+word"));
  }

  @Test
  void user_and_password_may_be_left_out() {
    assertThat(PostgresAddress.of("postgres://127.0.0.1/media"))
        .isEqualTo(new PostgresAddress("jdbc:postgresql://127.0.0.1/media", "", ""));
  }

  @Test
  void the_form_of_jdbc_is_taken_as_it_is() {
    var address = "jdbc:postgresql://127.0.0.1/media?user=me";
    assertThat(PostgresAddress.of(address).jdbcUrl()).isEqualTo(address);
  }

  @Test
  void what_is_no_address_is_refused_without_repeating_its_secrets() {
    assertThatThrownBy(() -> PostgresAddress.of("mysql://me:secret@host/media"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("postgresql://")
        .hasMessageNotContaining("secret");
  }
}
