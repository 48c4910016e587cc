package contentgremlin.sql;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.item;

import contentgremlin.event.Fact;
import contentgremlin.item.ItemId;
import contentgremlin.item.Visibility;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Changes of all kinds, as a server makes them.
final class HandoverLoad {
  private HandoverLoad() {}

  private static final List<String> WORDS = List.of("Red", "Green", "Blue", "Harvest", "Moon");

  static void mutate(Database database, Random random, int count) {
    for (int i = 0; i < count; i++) {
      var id = "i" + random.nextInt(60);
      var title = WORDS.get(random.nextInt(WORDS.size())) + " " + random.nextInt(1_000);
      int what = random.nextInt(6);
      database.write(tables -> {
        var found = tables.items().find(new ItemId(id));
        if (found.isEmpty()) {
          tables.items().add(item(id).described(title, "", List.of("a"), Visibility.PUBLIC));
          return tables.jobs().add(job(id), NOON).id().value();
        }
        switch (what) {
          case 0 -> tables.items().remove(new ItemId(id));
          case 1 -> tables.settings().put("name" + id, title);
          case 2 -> tables.settings().remove("name" + id);
          case 3 -> {
            var jobs = tables.jobs().of(new ItemId(id));
            jobs.stream()
                .filter(it -> it.isOpen())
                .findFirst()
                .ifPresent(it -> tables.jobs().replace(it, it.cancel(NOON), NOON));
          }
          case 4 -> tables.events().append(new Fact.ItemChanged(new ItemId(id)), NOON);
          default ->
              tables
                  .items()
                  .update(
                      found.get().described(title, "text", List.of("b", title), Visibility.PUBLIC));
        }
        return 0L;
      });
    }
  }

  private static NewJob job(String item) {
    return new NewJob(
        "probe",
        new ItemId(item),
        null,
        Lane.LIGHT,
        0,
        true,
        Priority.of(Priority.PUBLISHING),
        Map.of());
  }
}
