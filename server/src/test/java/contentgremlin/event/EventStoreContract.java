package contentgremlin.event;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.ItemId;
import contentgremlin.job.JobId;
import contentgremlin.store.OpenDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

public abstract class EventStoreContract extends OpenDatabase {
  private static final ItemId ITEM = new ItemId("film");
  private static final JobId JOB = new JobId(7);

  @Test
  void every_fact_is_read_as_it_was_told_in_order() {
    var facts =
        List.of(
            new Fact.ItemCreated(ITEM),
            new Fact.ItemChanged(ITEM),
            new Fact.ItemPublished(ITEM),
            new Fact.ItemFailed(ITEM, "it is “broken”"),
            new Fact.ItemTrashed(ITEM),
            new Fact.ItemRestored(ITEM),
            new Fact.ItemRemoved(ITEM),
            new Fact.ItemParsed(ITEM),
            new Fact.ItemGrabbed(ITEM, "nfo"),
            new Fact.ItemDownloaded(ITEM, "cover"),
            new Fact.ItemEnded(ITEM),
            new Fact.JobQueued(JOB, ITEM, "probe"),
            new Fact.JobStarted(JOB, null, "probe", 3),
            new Fact.JobSucceeded(JOB, ITEM, "probe"),
            new Fact.JobFailed(JOB, ITEM, "probe", "no", true),
            new Fact.JobFailed(JOB, null, "probe", "", false),
            new Fact.JobCancelled(JOB, ITEM, "probe"),
            new Fact.AlertRaised(Alert.Kind.ORIGINAL_DAMAGED, "original/a", "It is “broken”."),
            new Fact.AlertResolved(Alert.Kind.RENDITION_DAMAGED, "film/hls"));
    change(tables -> facts.forEach(fact -> tables.events().append(fact, NOON)));

    var events = read(tables -> tables.events().after(0, 100));

    assertThat(events.stream().map(Event::fact).toList()).isEqualTo(facts);
    assertThat(events).allSatisfy(event -> assertThat(event.at()).isEqualTo(NOON_KEPT));
    assertThat(events).isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
  }

  @Test
  void a_listener_goes_on_after_the_number_that_it_has() {
    var before = read(tables -> List.of(tables.events().newest(), tables.events().oldest()));
    append(5);

    var all = read(tables -> tables.events().after(0, 100));
    var page = read(tables -> tables.events().after(all.get(1).number(), 2));
    var newest = read(tables -> tables.events().newest());
    var none = read(tables -> tables.events().after(newest, 10));

    assertThat(before).containsExactly(0L, 0L);
    assertThat(page).containsExactly(all.get(2), all.get(3));
    assertThat(newest).isEqualTo(all.get(4).number());
    assertThat(none).isEmpty();
  }

  @Test
  void old_ones_go_in_portions_and_the_numbering_goes_on() {
    append(5);
    long last = read(tables -> tables.events().newest());
    var later = NOON.plusSeconds(1);

    int tooEarly = write(tables -> tables.events().removeBefore(NOON, 10));
    int two = write(tables -> tables.events().removeBefore(later, 2));
    long oldest = read(tables -> tables.events().oldest());
    int rest = write(tables -> tables.events().removeBefore(later, 10));
    append(1);
    long next = read(tables -> tables.events().newest());

    assertThat(tooEarly).isZero();
    assertThat(two).isEqualTo(2);
    assertThat(oldest).isEqualTo(last - 2);
    assertThat(rest).isEqualTo(2);
    assertThat(next).isGreaterThan(last);
  }

  private void append(int count) {
    change(tables -> {
      for (int i = 0; i < count; i++) {
        tables.events().append(new Fact.ItemChanged(ITEM), NOON);
      }
    });
  }
}
