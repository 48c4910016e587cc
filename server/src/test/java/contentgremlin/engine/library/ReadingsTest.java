package contentgremlin.engine.library;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.EnrichmentStore.Due;
import contentgremlin.item.ItemId;
import contentgremlin.library.ProbeOrder;
import contentgremlin.library.ProbeResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What follows from a file that was read.
class ReadingsTest {
  private static final long DEMAND = 7;

  @TempDir private Path folder;

  private Shelf shelf;

  @BeforeEach
  void open() throws IOException {
    shelf = new Shelf(folder);
    shelf.write("1.mp3", "1");
    shelf.scan();
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  private ItemId demanded() {
    var item = shelf.item("1.mp3").id();
    shelf.database.write(tables -> {
      tables.libraries().demand(item, DEMAND);
      return item;
    });
    return item;
  }

  private List<Due> due() {
    return shelf.database.read(tables -> tables.enrichment().demanded(10));
  }

  @Test
  void whoever_waited_for_it_to_be_read_waits_for_its_description_now() {
    var item = demanded();

    shelf.read("1.mp3", "essence");

    assertThat(due()).containsExactly(new Due(item, DEMAND));
  }

  @Test
  void whoever_waited_for_it_hears_of_it_too_if_it_can_not_be_read() {
    var item = demanded();
    var entry = shelf.database.read(tables -> tables.libraries().entryOf(item)).orElseThrow();
    var order = new ProbeOrder(entry.id(), "", entry.stat().size(), entry.stat().modified());

    shelf.database.write(tables -> {
      var result = new ProbeResult.Unreadable(order, "It is no song.");
      Readings.write(tables, List.of(result), shelf.now());
      return order;
    });

    assertThat(due()).containsExactly(new Due(item, DEMAND));
  }
}
