package contentgremlin.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderTest {
  private record Plain(String id, List<Need> needs) implements Step {
    @Override
    public String title() {
      return id;
    }

    @Override
    public Standing check() {
      return new Standing.Missing();
    }

    @Override
    public String apply() {
      return "";
    }
  }

  private static Step step(String id, String... needs) {
    return new Plain(id, Stream.of(needs).map(Need::step).toList());
  }

  private static List<String> ids(Order order) {
    return order.steps().stream().map(Step::id).toList();
  }

  @Test
  void steps_come_after_what_they_need_and_otherwise_as_given() {
    var order =
        Order.of(List.of(step("d", "c"), step("a"), step("c", "b", "a"), step("b"), step("e")));

    assertThat(ids(order)).containsExactly("a", "b", "c", "d", "e");
    assertThat(order.refused()).isEmpty();
  }

  @Test
  void what_there_is_not_holds_up_no_order() {
    assertThat(ids(Order.of(List.of(step("a", "nowhere"), step("b"))))).containsExactly("a", "b");
  }

  @Test
  void a_circle_is_told_in_words_and_all_others_have_their_place() {
    var order =
        Order.of(
            List.of(
                step("after", "x"), step("x", "y"), step("y", "z"), step("z", "x"), step("free")));

    assertThat(order.refused()).containsOnlyKeys("x", "y", "z");
    assertThat(order.refused().get("y"))
        .contains("“x” needs “y”", "“y” needs “z”", "“z” needs “x”")
        .contains("none of them can ever be done");
    assertThat(ids(order)).hasSize(5).contains("free");
    assertThat(ids(order).indexOf("after")).isGreaterThan(ids(order).indexOf("x"));
  }

  @Test
  void two_circles_and_one_that_needs_itself_are_all_told() {
    var order =
        Order.of(
            List.of(
                step("a", "b"), step("b", "a"), step("c", "d"), step("d", "c"), step("e", "e")));

    assertThat(order.refused()).containsOnlyKeys("a", "b", "c", "d", "e");
    assertThat(order.refused().get("e")).contains("needs itself");
    assertThat(order.refused().get("a")).doesNotContain("“c”");
  }

  @Test
  void the_first_of_two_with_one_id_counts() {
    var first = step("a");
    var second = step("a", "b");

    var order = Order.of(List.of(first, second, step("b")));

    assertThat(order.steps()).contains(first).doesNotContain(second);
    assertThat(order.doubles()).containsExactly(second);
  }
}
